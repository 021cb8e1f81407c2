import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scope } from '../live/scope';
import type { NotesView, SaveNotes } from '../wire/types';
import { NotesDraft } from './notes_draft';

const kept = (change: Partial<NotesView> = {}): NotesView => ({
  call: 'c',
  text: '',
  need: '',
  needs: [],
  outcome: '',
  saved_at: null,
  ...change,
});

describe('notes', () => {
  let scope: Scope;
  let sent: SaveNotes[];
  let takes: boolean;

  const desk = () =>
    new NotesDraft(scope, (command) => {
      sent.push(command);
      return Promise.resolve(takes);
    });

  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
    scope = new Scope();
    sent = [];
    takes = true;
  });

  afterEach(() => {
    scope.end();
    vi.useRealTimers();
  });

  it('are sent within a second of the first key, however fast she goes on', async () => {
    const notes = desk();
    notes.follow('c', kept());
    for (let typed = 1; typed <= 9; typed += 1) {
      notes.write({ text: 'x'.repeat(typed) });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(sent.map((one) => one.text)).toEqual(['xxxxxx']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.at(-1)?.text).toBe('xxxxxxxxx');
    expect(notes.draft.value.saving).toBe('kept');
  });

  it('are sent again until they are taken, and what she types meanwhile goes along', async () => {
    takes = false;
    const notes = desk();
    notes.follow('c', kept());
    notes.write({ text: 'seat 21A' });
    await vi.advanceTimersByTimeAsync(700);
    expect(notes.draft.value.saving).toBe('failed');
    takes = true;
    notes.write({ outcome: 'done' });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(sent.at(-1)).toMatchObject({ text: 'seat 21A', outcome: 'done' });
    expect(notes.draft.value.saving).toBe('kept');
  });

  it('survive a refresh in the middle of a sentence', async () => {
    const before = desk();
    before.follow('c', kept());
    before.write({ text: 'half a sen' });
    const after = desk();
    after.follow('c', kept({ text: 'older' }));
    expect(after.draft.value.text).toBe('half a sen');
    await vi.advanceTimersByTimeAsync(700);
    expect(sent.at(-1)?.text).toBe('half a sen');
  });

  it('are not overwritten by an older copy of the server', () => {
    const notes = desk();
    notes.follow('c', kept());
    notes.write({ text: 'new' });
    notes.follow('c', kept({ text: 'old', saved_at: '2025-11-22T06:00:00Z' }));
    expect(notes.draft.value.text).toBe('new');
  });

  it('found for a call she has written before are shown', () => {
    const notes = desk();
    notes.follow('c', kept());
    notes.follow('c', kept({ text: 'from before', need: 'refund.progress' }));
    expect(notes.draft.value).toMatchObject({ text: 'from before', need: 'refund.progress' });
  });

  it('of one call never reach the next', async () => {
    const notes = desk();
    notes.follow('c', kept());
    notes.write({ text: 'first caller' });
    notes.follow('d', kept({ call: 'd' }));
    expect(notes.draft.value).toMatchObject({ call: 'd', text: '' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent.filter((one) => one.call === 'd')).toEqual([]);
  });
});
