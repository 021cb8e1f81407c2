import { describe, expect, it } from 'vitest';
import type { AnyCommand } from '../wire/types';
import { callDeeds } from './call_deeds';
import { callView } from './wire_fixtures';

describe('what may be done with a call', () => {
  it('is what the server says, nothing else', () => {
    const deeds = callDeeds(callView({ may: ['hang_up'] }), () => undefined);
    expect(deeds.hangUp).toBeDefined();
    expect(deeds.hold).toBeUndefined();
    expect(deeds.mute).toBeUndefined();
    expect(deeds.keys).toBeUndefined();
    expect(deeds.recording).toBeUndefined();
  });

  it('undoes what stands', () => {
    const pressed: AnyCommand[] = [];
    const deeds = callDeeds(
      callView({ may: ['retrieve', 'unmute', 'resume_recording'] }),
      (command) => pressed.push(command),
    );
    deeds.hold?.();
    deeds.mute?.();
    deeds.recording?.();
    expect(pressed).toEqual([
      { do: 'retrieve', call: 'c' },
      { do: 'unmute', call: 'c' },
      { do: 'resume_recording', call: 'c' },
    ]);
  });
});
