/**
 * One press upon a waiting call: done, refused with a code, or without an answer.
 *
 * A press without an answer keeps its name, so that pressing again cannot do it twice.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, actUpon } from '../wire/api';
import type { WaitingRow } from '../wire/types';

export type ActName = 'assign' | 'move' | 'priority' | 'withdraw';

/** An agent's own. */
type Pull = 'pull';

export interface Refusal {
  readonly code: string;
  /** What the code is about: an agent's state, a skill, why a queue is closed. */
  readonly detail: string;
}

const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

export function usePress(row: WaitingRow, act: ActName | Pull, done: () => void) {
  const queries = useQueryClient();
  const [seen] = useState(row.acts);
  const [refusal, refuse] = useState<Refusal | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: (wanted: Record<string, unknown>) =>
      actUpon(row.call, act, { press: name.current, seen, ...wanted }),
    onSuccess: done,
    onError: (problem) => {
      const known = problem instanceof ApiProblem;
      const code = known ? problem.code : '';
      refuse({ code, detail: known ? problem.message : '' });
      if (!unanswered.has(code)) name.current = crypto.randomUUID();
    },
    onSettled: () =>
      queries.invalidateQueries({ queryKey: [act === 'pull' ? 'pullable' : 'floor'] }),
  });
  return {
    press: (wanted: Record<string, unknown> = {}) => pressing.mutate(wanted),
    pressing: pressing.isPending,
    refusal,
  };
}
