/** The desk's keyboard: each chord does what its button does, or nothing when that may not be. */
import { useShortcuts } from '../keyboard/use_shortcuts';
import type { DeskView } from '../wire/types';
import { callDeeds } from './call_deeds';
import { useDesk, useDeskState } from './desk_context';
import { dialField } from './dial_card';
import { useIntent } from './intent_menu';
import { notesField } from './notes_card';
import { finish } from './summary_form';

export function useDeskKeys(): void {
  const desk = useDesk();
  const view = useDeskState((state) => (state.connection === 'open' ? state.view : null));
  const { ready, notReady } = useIntent();
  const offer = view?.offer ?? null;
  const call = view?.call ?? null;
  const wrapUp = view?.wrap_up ?? null;
  const deeds = call === null ? null : callDeeds(call, (command) => void desk.press(command));
  const takes = offer !== null && offer.rings_at === 'browser' ? offer.offer : null;
  const accept = takes === null ? undefined : () => void desk.press({ do: 'accept', offer: takes });
  const busy = offer !== null || call !== null || wrapUp !== null;
  const rest = view?.choices.reasons.find((one) => one.code === 'break');
  useShortcuts({
    enter: accept,
    'ctrl+shift+a': accept,
    'ctrl+shift+x':
      offer === null ? undefined : () => void desk.press({ do: 'decline', offer: offer.offer }),
    'ctrl+shift+m': deeds?.mute,
    'ctrl+shift+o': deeds?.hold,
    'ctrl+shift+k':
      deeds?.keys === undefined ? undefined : () => desk.showKeypad(!desk.keypad.value),
    'ctrl+shift+y': call?.may.includes('transfer')
      ? () => desk.showTransfer(!desk.transferring.value)
      : undefined,
    'ctrl+shift+j': deeds?.conference,
    'ctrl+shift+p': deeds?.recording,
    'ctrl+shift+h': deeds?.hangUp,
    'ctrl+enter': wrapUp === null ? undefined : () => finish(desk, wrapUp),
    'alt+r': busy ? ready : undefined,
    'alt+b': busy && rest !== undefined ? () => notReady(rest.code) : undefined,
    'alt+d': () => document.getElementById(dialField)?.focus(),
    'alt+n': () => document.getElementById(notesField)?.focus(),
    f6: () => stepColumn(1),
    'shift+f6': () => stepColumn(-1),
    ...(view !== null && busy
      ? outcomeKeys(view, (code) => desk.notes.write({ outcome: code }))
      : {}),
  });
}

function outcomeKeys(view: DeskView, choose: (code: string) => void) {
  const keyed = view.choices.outcomes.filter((one) => one.key > 0);
  const after = keyed.map((one) => [`alt+o ${one.key}`, () => choose(one.code)] as const);
  // In wrap-up the digits alone choose, outside fields.
  const alone =
    view.wrap_up === null
      ? []
      : keyed.map((one) => [`${one.key}`, () => choose(one.code)] as const);
  return Object.fromEntries([...after, ...alone]);
}

/** Moves the focus to the next column of the page. */
function stepColumn(by: number): void {
  const columns = [...document.querySelectorAll<HTMLElement>('.column')];
  const at = columns.findIndex((one) => one.contains(document.activeElement));
  const next = columns[(at + by + columns.length) % columns.length];
  const first = next?.querySelector<HTMLElement>(
    'button:not(:disabled), a[href], input:not(:disabled), textarea, [tabindex="0"]',
  );
  (first ?? next)?.focus();
}
