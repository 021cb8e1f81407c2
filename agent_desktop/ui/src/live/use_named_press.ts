/**
 * One press that the server does once: done, refused with a code, or without an answer.
 *
 * A press without an answer keeps its name, so that pressing again cannot do it twice.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem } from '../wire/api';

export interface NotDone {
  /** Empty where no answer came. */
  readonly code: string;
  /** What the code is about: an agent's state, a skill, why a queue is closed. */
  readonly detail: string;
  /** The places of what is wrong, where the server names them. */
  readonly errors: readonly unknown[];
}

interface Around {
  readonly done?: (() => void) | undefined;
  /** The query that is read anew, whatever came of it. */
  readonly changes?: string;
}

/** Codes after which nobody knows whether it was done. */
const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

function notDone(problem: unknown): NotDone {
  if (!(problem instanceof ApiProblem)) return { code: '', detail: '', errors: [] };
  return { code: problem.code, detail: problem.message, errors: problem.errors };
}

/** `send` is handed the name of the press. */
export function useNamedPress<Wanted>(
  send: (press: string, wanted: Wanted) => Promise<unknown>,
  { done, changes }: Around = {},
) {
  const queries = useQueryClient();
  const [refusal, refuse] = useState<NotDone | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: (wanted: Wanted) => send(name.current, wanted),
    onMutate: () => refuse(null),
    onSuccess: () => {
      name.current = crypto.randomUUID();
      done?.();
    },
    onError: (problem) => {
      const told = notDone(problem);
      refuse(told);
      if (!unanswered.has(told.code)) name.current = crypto.randomUUID();
    },
    onSettled: () =>
      changes === undefined ? undefined : queries.invalidateQueries({ queryKey: [changes] }),
  });
  return { press: pressing.mutate, pressing: pressing.isPending, refusal };
}
