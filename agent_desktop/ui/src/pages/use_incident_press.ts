/** One press about an incident; what is wrong comes with its places. */
import { useNamedPress } from '../live/use_named_press';
import { endIncident, setIncident } from '../wire/api';
import type { IncidentWanted } from '../wire/types';

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

const send = (press: string, pressed: Pressed): Promise<unknown> =>
  pressed.wanted === null
    ? endIncident(pressed.incident, press)
    : setIncident(pressed.incident, { press, ...pressed.wanted });

export function useIncidentPress(done: () => void) {
  const { refusal, ...more } = useNamedPress(send, { done, changes: 'incidents' });
  const told: Refusal | null =
    refusal === null ? null : { code: refusal.code, faults: refusal.errors as Fault[] };
  return { ...more, refusal: told };
}
