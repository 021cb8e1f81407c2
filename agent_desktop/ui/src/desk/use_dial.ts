/**
 * One press that calls somebody: begun, refused with a code, or without an answer.
 *
 * A press without an answer keeps its name, so that pressing again cannot call twice.
 */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, dialOut, get } from '../wire/api';
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

/** Codes after which nobody knows whether it was done. */
export const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

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
  const [refusal, refuse] = useState<string | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: (to: To) => dialOut(me, { press: name.current, ...to }),
    onMutate: () => refuse(null),
    onSuccess: () => {
      name.current = crypto.randomUUID();
    },
    onError: (problem) => {
      const code = problem instanceof ApiProblem ? problem.code : '';
      refuse(code);
      if (!unanswered.has(code)) name.current = crypto.randomUUID();
    },
  });
  return { dial: (to: To) => pressing.mutate(to), pressing: pressing.isPending, refusal };
}
