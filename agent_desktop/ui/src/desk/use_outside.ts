/**
 * One press that calls somebody outside into her call: begun, refused with a code, or unanswered.
 *
 * A press without an answer keeps its name, so that pressing again cannot call twice.
 */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, callOutside } from '../wire/api';
import { unanswered } from './use_dial';

interface To {
  number: string;
  hand_over: boolean;
}

export function useOutside(call: string) {
  const [refusal, refuse] = useState<string | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: (to: To) => callOutside(call, { press: name.current, ...to }),
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
  return { press: (to: To) => pressing.mutate(to), pressing: pressing.isPending, refusal };
}
