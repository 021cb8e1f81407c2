/** One press that calls somebody. */
import { useQuery } from '@tanstack/react-query';
import { useNamedPress } from '../live/use_named_press';
import { dialOut, get } from '../wire/api';
import type { Dialling } from '../wire/types';
import { useView } from './desk_context';

const codes = [
  'number_invalid',
  'zone_closed',
  'cost_reached',
  'no_trunk',
  'agent_not_free',
  'not_her_queue',
  'queue_unknown',
  'forbidden',
  'no_answer',
  'unavailable',
] as const;

type Code = (typeof codes)[number];

/** The word of a refusal's code. */
export const dialNo = (code: string): Code | 'other' =>
  codes.find((one) => one === code) ?? 'other';

interface To {
  queue: string;
  number?: string;
  call?: string;
  shown?: string;
}

/** On whose behalf she may call; null while it is not known, and where nobody can be called. */
export function useDialling(): Dialling | null {
  const me = useView((view) => view.me.agent);
  const { data } = useQuery({
    queryKey: ['dialling', me],
    queryFn: ({ signal }) => get<Dialling>(`/agents/${encodeURIComponent(me)}/dialling`, signal),
    staleTime: 60_000,
    retry: false,
  });
  return data?.possible === true ? data : null;
}

export function useDial() {
  const me = useView((view) => view.me.agent);
  const { press, pressing, refusal } = useNamedPress((name, to: To) =>
    dialOut(me, { press: name, ...to }),
  );
  return { dial: (to: To) => press(to), pressing, refusal: refusal?.code ?? null };
}
