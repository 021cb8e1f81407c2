import { describe, expect, it } from 'vitest';
import { chordOf, isComposing, isField, mayAct, type Press } from './chords';

const press = (change: Partial<Press>): Press => ({
  key: '',
  code: '',
  keyCode: 0,
  isComposing: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  target: document.body,
  ...change,
});

describe('chords', () => {
  it('are read by the place of the key, whatever the layout makes of it', () => {
    expect(chordOf(press({ key: 'ø', code: 'KeyO', altKey: true }))).toBe('alt+o');
    expect(chordOf(press({ key: 'M', code: 'KeyM', ctrlKey: true, shiftKey: true }))).toBe(
      'ctrl+shift+m',
    );
    expect(chordOf(press({ key: '4', code: 'Numpad4' }))).toBe('4');
    expect(chordOf(press({ key: '?', code: 'Slash', shiftKey: true }))).toBe('?');
    expect(chordOf(press({ key: 'F6', code: 'F6' }))).toBe('f6');
  });

  it('are never ours while a word is being composed', () => {
    const composing = press({ key: 'Process', code: 'Enter', isComposing: true });
    expect(isComposing(composing)).toBe(true);
    expect(mayAct('enter', composing, false)).toBe(false);
    expect(
      mayAct('ctrl+shift+h', press({ keyCode: 229, ctrlKey: true, shiftKey: true }), false),
    ).toBe(false);
  });

  it('without modifiers do not act in a field, with modifiers they do', () => {
    const field = document.createElement('textarea');
    expect(isField(field)).toBe(true);
    expect(mayAct('1', press({ target: field }), false)).toBe(false);
    expect(mayAct('?', press({ target: field }), false)).toBe(false);
    expect(mayAct('alt+n', press({ target: field }), false)).toBe(true);
    expect(mayAct('ctrl+enter', press({ target: field }), false)).toBe(true);
    expect(mayAct('1', press({}), false)).toBe(true);
  });

  it('leave Enter to a button that was walked to, not to one that was clicked', () => {
    const button = document.createElement('button');
    expect(mayAct('enter', press({ target: button }), true)).toBe(false);
    expect(mayAct('enter', press({ target: button }), false)).toBe(true);
    expect(mayAct('enter', press({}), true)).toBe(true);
  });
});
