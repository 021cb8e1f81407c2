/** What may be done with the call now, as the server says: a deed, or nothing. Pure. */
import type { AnyCommand, CallView } from '../wire/types';

export interface CallDeeds {
  readonly mute: (() => void) | undefined;
  readonly hold: (() => void) | undefined;
  readonly keys: ((keys: string) => void) | undefined;
  readonly recording: (() => void) | undefined;
  readonly hangUp: (() => void) | undefined;
  readonly conference: (() => void) | undefined;
}

export function callDeeds(view: CallView, press: (command: AnyCommand) => void): CallDeeds {
  const { call, may } = view;
  const first = (
    ...names: (
      | 'mute'
      | 'unmute'
      | 'hold'
      | 'retrieve'
      | 'pause_recording'
      | 'resume_recording'
      | 'hang_up'
    )[]
  ) => {
    const name = names.find((one) => may.includes(one));
    return name === undefined ? undefined : () => press({ do: name, call });
  };
  return {
    mute: first('unmute', 'mute'),
    hold: first('retrieve', 'hold'),
    recording: first('resume_recording', 'pause_recording'),
    hangUp: first('hang_up'),
    conference: may.includes('conference')
      ? () => press({ do: 'consult_step', call, step: 'conference' })
      : undefined,
    keys: may.includes('keys') ? (keys) => press({ do: 'keys', call, keys }) : undefined,
  };
}
