/** Flows as the server tells them: the picture as it is published, the counts once a second. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../wire/api';
import type { FlowCountsView, FlowDrawing, FlowList } from '../wire/types';

const picturesEvery = 5_000;
const countsEvery = 1_000;
/** Milliseconds without new counts after which they are shown as old. */
const staleAfter = 5_000;

export function useFlowList() {
  return useQuery({
    queryKey: ['flows'],
    queryFn: ({ signal }) => get<FlowList>('/flows', signal),
    refetchInterval: picturesEvery,
  });
}

/** Asked for again when another edition is published. */
export function useDrawing(flow: string, version: number | undefined) {
  return useQuery({
    queryKey: ['flows', flow, version],
    queryFn: ({ signal }) => get<FlowDrawing>(`/flows/${encodeURIComponent(flow)}`, signal),
    enabled: flow !== '',
    placeholderData: (before) => (before?.flow === flow ? before : undefined),
  });
}

export function useCounts(flow: string) {
  const told = useQuery({
    queryKey: ['flows', flow, 'counts'],
    queryFn: ({ signal }) =>
      get<FlowCountsView>(`/flows/${encodeURIComponent(flow)}/counts`, signal),
    enabled: flow !== '',
    refetchInterval: countsEvery,
    retry: false,
  });
  const old = told.isError && Date.now() - told.dataUpdatedAt > staleAfter;
  return { counts: told.data, stale: old || told.data?.live === false };
}
