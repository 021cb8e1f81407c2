/** The keyboard as it is written on buttons and in the overlay. Only keys that really act. */
export const keyMap = [
  {
    name: 'call',
    keys: [
      { keys: 'Enter · Ctrl ⇧ A', does: 'accept' },
      { keys: 'Ctrl ⇧ X', does: 'decline' },
      { keys: 'Ctrl ⇧ M', does: 'mute' },
      { keys: 'Ctrl ⇧ O', does: 'hold' },
      { keys: 'Ctrl ⇧ K', does: 'keypad' },
      { keys: 'Ctrl ⇧ Y', does: 'transfer' },
      { keys: 'Ctrl ⇧ J', does: 'conference' },
      { keys: 'Ctrl ⇧ P', does: 'pauseRecording' },
      { keys: 'Ctrl ⇧ H', does: 'hangUp' },
      { keys: 'Alt D', does: 'dial' },
    ],
  },
  {
    name: 'after',
    keys: [
      { keys: 'Alt O, 1-9', does: 'outcome' },
      { keys: 'Alt N', does: 'notes' },
      { keys: 'Alt R', does: 'readyAfter' },
      { keys: 'Alt B', does: 'breakAfter' },
      { keys: 'Ctrl Enter', does: 'finish' },
    ],
  },
  {
    name: 'page',
    keys: [
      { keys: 'F6', does: 'column' },
      { keys: '?', does: 'overlay' },
    ],
  },
  {
    name: 'player',
    keys: [
      { keys: 'J', does: 'back' },
      { keys: 'K', does: 'pause' },
      { keys: 'L', does: 'forward' },
    ],
  },
] as const;
