/**
 * One press about an incident: done, or refused with a code and the places of what is wrong.
 *
 * A press without an answer keeps its name, so that pressing again cannot do it twice.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, endIncident, setIncident } from '../wire/api';
import type { IncidentShape, IncidentWanted } from '../wire/types';

export type Wanted = Omit<IncidentWanted, 'press'>;

interface Fault {
  readonly place: string;
  readonly code: string;
}

export interface Refusal {
  readonly code: string;
  readonly faults: readonly Fault[];
}

/** A new one; one set anew; or its end. */
type Pressed = { incident: string | null; wanted: Wanted } | { incident: string; wanted: null };

const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

async function send(press: string, pressed: Pressed): Promise<IncidentShape | null> {
  if (pressed.wanted === null) {
    await endIncident(pressed.incident, press);
    return null;
  }
  return setIncident(pressed.incident, { press, ...pressed.wanted });
}

export function useIncidentPress(done: () => void) {
  const queries = useQueryClient();
  const [refusal, refuse] = useState<Refusal | null>(null);
  const name = useRef(crypto.randomUUID());
  const pressing = useMutation({
    mutationFn: (pressed: Pressed) => send(name.current, pressed),
    onMutate: () => refuse(null),
    onSuccess: () => {
      name.current = crypto.randomUUID();
      done();
    },
    onError: (problem) => {
      const known = problem instanceof ApiProblem;
      const code = known ? problem.code : '';
      refuse({ code, faults: known ? (problem.errors as Fault[]) : [] });
      if (!unanswered.has(code)) name.current = crypto.randomUUID();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  });
  return { press: pressing.mutate, pressing: pressing.isPending, refusal };
}
