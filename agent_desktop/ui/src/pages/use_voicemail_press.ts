/**
 * One press about a message: done, or refused with a code.
 *
 * A press without an answer keeps its name, so that pressing again cannot do it twice.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, actUponVoicemail } from '../wire/api';

type Deed = 'take' | 'return' | 'done' | 'call-back';

interface Pressed {
  deed: Deed;
  more: Record<string, unknown>;
}

const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

export function useVoicemailPress(call: string) {
  const queries = useQueryClient();
  const [refusal, refuse] = useState<string | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: ({ deed, more }: Pressed) =>
      actUponVoicemail(call, deed, { press: name.current, ...more }),
    onMutate: () => refuse(null),
    onSuccess: () => {
      name.current = crypto.randomUUID();
    },
    onError: (problem) => {
      const code = problem instanceof ApiProblem ? problem.code : '';
      refuse(code);
      if (!unanswered.has(code)) name.current = crypto.randomUUID();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['voicemails'] }),
  });
  return {
    press: (deed: Deed, more: Record<string, unknown> = {}) => pressing.mutate({ deed, more }),
    pressing: pressing.isPending,
    refusal,
  };
}
