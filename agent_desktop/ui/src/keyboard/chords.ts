/**
 * Which keys mean what: reading a key press as a chord, and telling whether it is ours. Pure.
 *
 * Letters and digits are read by their place on the keyboard (`code`), so an input method or
 * another layout changes nothing. While a word is being composed no key is ours.
 */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly target: EventTarget | null;
}

/** An input method is at work: 229 is what older engines send instead of the flag. */
export function isComposing(press: Press): boolean {
  return press.isComposing || press.keyCode === 229;
}

/** `ctrl+shift+m`, `alt+1`, `enter`, `?`, `f6`: modifiers in this order, then the key. */
export function chordOf(press: Press): string {
  if (press.key === '?') return '?';
  const parts = [];
  if (press.ctrlKey || press.metaKey) parts.push('ctrl');
  if (press.shiftKey) parts.push('shift');
  if (press.altKey) parts.push('alt');
  parts.push(keyOf(press));
  return parts.join('+');
}

function keyOf(press: Press): string {
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(press.code)?.[1];
  return (place ?? press.key).toLowerCase();
}

/** Typing goes on there: no single key acts. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return target.type !== 'radio' && target.type !== 'button';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A focused button or link takes Enter itself. */
function takesEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="option"]') !== null;
}

/**
 * Whether a chord may act where the focus is. `walked`: the focus was put there by keyboard; a button
 * that merely kept it after a click has no claim on Enter.
 */
export function mayAct(chord: string, press: Press, walked: boolean): boolean {
  if (isComposing(press)) return false;
  if (chord.includes('ctrl+') || chord.includes('alt+') || /^(shift\+)?f\d/.test(chord))
    return true;
  if (chord === 'enter') return !isField(press.target) && !(walked && takesEnter(press.target));
  return !isField(press.target);
}
