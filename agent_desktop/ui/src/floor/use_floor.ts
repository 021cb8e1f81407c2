/** The floor as the server tells it, once a second, and the server's clock of that moment. */
import { useQuery } from '@tanstack/react-query';
import { localNow, noClock, observed, type ServerClock } from '../live/server_clock';
import { get } from '../wire/api';
import type { FloorView } from '../wire/types';

const refreshEvery = 1_000;
/** Milliseconds without a new list after which nothing may be pressed upon it. */
const staleAfter = 5_000;

export interface Told {
  readonly view: FloorView;
  readonly clock: ServerClock;
}

export function useFloor() {
  const told = useQuery({
    queryKey: ['floor'],
    queryFn: async ({ signal }): Promise<Told> => {
      const view = await get<FloorView>('/floor', signal);
      return { view, clock: observed(noClock, view.at, localNow()) };
    },
    refetchInterval: refreshEvery,
    retry: false,
  });
  const old = told.isError && Date.now() - told.dataUpdatedAt > staleAfter;
  return { told: told.data, stale: old || told.data?.view.live === false, failed: told.isError };
}
