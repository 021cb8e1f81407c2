/** Binds chords to what they do while a part is drawn. One listener for each part that asks. */
import { useEffect, useRef } from 'react';
import { preferences } from '../live/preferences';
import { chordOf, mayAct } from './chords';
import { focus } from './focus_origin';

export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

const sequenceFor = 3_000;

/**
 * `shortcuts` maps a chord to its deed; an absent deed leaves the key to the browser. A chord of
 * two presses is written `alt+o 1`.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const now = useRef(shortcuts);
  now.current = shortcuts;
  useEffect(() => {
    let begun = '';
    let begunAt = 0;
    const pressed = (event: KeyboardEvent) => {
      if (!preferences.value.shortcuts || event.defaultPrevented || event.repeat) return;
      const chord = chordOf(event);
      const waiting = begun !== '' && event.timeStamp - begunAt < sequenceFor ? begun : '';
      begun = '';
      const deed = now.current[waiting === '' ? chord : `${waiting} ${chord}`];
      if (deed !== undefined && (waiting !== '' || mayAct(chord, event, focus.walked))) {
        event.preventDefault();
        deed();
      } else if (mayAct(chord, event, focus.walked) && starts(now.current, chord)) {
        event.preventDefault();
        begun = chord;
        begunAt = event.timeStamp;
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}

function starts(shortcuts: Shortcuts, chord: string): boolean {
  return Object.keys(shortcuts).some((one) => one.startsWith(`${chord} `));
}
