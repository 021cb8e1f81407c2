import { describe, expect, it } from 'vitest';
import { secondsSince } from '../live/server_clock';
import type { FromServer } from '../wire/types';
import { type DeskState, emptyDesk, fold, type Happening, inCall, staleAfter } from './desk_state';
import { callView, deskView, hello, offerView, patch, snapshot } from './wire_fixtures';

const at = Date.parse('2025-11-22T06:00:00Z');

function told(messages: FromServer[], from: DeskState = emptyDesk): DeskState {
  return messages.reduce((state, message) => fold(state, { what: 'heard', at, message }), from);
}

const seated = told([hello(), snapshot(7)]);

describe('the desk', () => {
  it('is empty until the first snapshot', () => {
    expect(emptyDesk.view).toBeNull();
    expect(told([hello()]).connection).toBe('open');
    expect(told([hello()]).view).toBeNull();
  });

  it('shows the snapshot whole', () => {
    expect(seated.seq).toBe(7);
    expect(seated.view).toEqual(deskView());
  });

  it('replaces the parts of a patch and keeps the rest', () => {
    const after = told([patch(8, { offer: offerView() })], seated);
    expect(after.view?.offer).toEqual(offerView());
    expect(after.view?.me).toBe(seated.view?.me);
    expect(after.seq).toBe(8);
  });

  it('clears a part that is null and keeps one that is absent', () => {
    const ringing = told([patch(8, { offer: offerView() })], seated);
    const gone = told([patch(9, { offer: null })], ringing);
    expect(gone.view?.offer).toBeNull();
    expect(told([patch(9, {})], ringing).view?.offer).toEqual(offerView());
  });

  it('asks for a new socket when a patch is missing, and draws nothing of what follows', () => {
    const after = told([patch(9, { offer: offerView() }), patch(10, { stored: false })], seated);
    expect(after.gap).toBe(true);
    expect(after.view).toBe(seated.view);
    expect(after.seq).toBe(7);
  });

  it('resumes where it was: hello says so and the missed patches follow', () => {
    const lost = fold(seated, { what: 'closed' });
    expect(lost.connection).toBe('lost');
    const back = told([hello({ resumed: true }), patch(8, { stored: false })], lost);
    expect(back.connection).toBe('open');
    expect(back.gap).toBe(false);
    expect(back.view?.stored).toBe(false);
    expect(back.view?.me).toBe(seated.view?.me);
  });

  it('takes a patch it knows already as no news', () => {
    const once = told([patch(8, { stored: false })], seated);
    expect(told([patch(8, { stored: true })], once).view).toBe(once.view);
  });

  it('says why an offer is gone, until the next press', () => {
    const ringing = told([patch(8, { offer: offerView() })], seated);
    const gone = told([patch(9, { offer: null }, { offer: 'c/1', how: 'expired' })], ringing);
    expect(gone.gone).toEqual({ offer: 'c/1', how: 'expired' });
    expect(fold(gone, { what: 'pressed' }).gone).toBeNull();
    expect(told([patch(10, { offer: offerView() })], gone).gone).toBeNull();
  });

  it('keeps what was refused until the next press', () => {
    const refused = fold(seated, {
      what: 'heard',
      at,
      asked: 'accept',
      message: {
        type: 'answer',
        client_id: 'x',
        ok: false,
        reason: 'no_offer',
        detail: '',
        current: 7,
      },
    });
    expect(refused.refused).toEqual({ command: 'accept', reason: 'no_offer' });
    expect(fold(refused, { what: 'pressed' }).refused).toBeNull();
  });

  it('is stale after five seconds without a message, and fresh with the next', () => {
    const waited: Happening = { what: 'waited', at: at + staleAfter + 1 };
    const stale = fold(seated, waited);
    expect(stale.stale).toBe(true);
    expect(told([patch(8, {})], stale).stale).toBe(false);
    expect(fold(emptyDesk, waited).stale).toBe(false);
  });

  it('wants a reload when another build answers, and forgets nothing', () => {
    const after = told([hello({ build: 'other', resumed: true })], seated);
    expect(after.reload).toBe(true);
    expect(after.view).toBe(seated.view);
    expect(told([{ type: 'reload', build: 'other' }], seated).reload).toBe(true);
  });

  it('knows another tab has the desk, and has it back after taking it over', () => {
    const elsewhere = told([hello(), { type: 'occupied', since: '2025-11-22T05:00:00Z' }]);
    expect(elsewhere.standing).toBe('occupied');
    expect(elsewhere.desk).toBeNull();
    expect(elsewhere.view).toBeNull();
    const mine = told([hello(), snapshot(3)], elsewhere);
    expect(mine.standing).toBe('mine');
    expect(told([{ type: 'taken_over', at: '2025-11-22T05:00:00Z' }], mine).standing).toBe(
      'taken_over',
    );
  });

  it('is in a call from connecting to the end, not in wrap-up', () => {
    expect(inCall(told([patch(8, { call: callView({ phase: 'connecting' }) })], seated))).toBe(
      true,
    );
    expect(inCall(told([patch(8, { call: callView({ phase: 'held' }) })], seated))).toBe(true);
    expect(inCall(told([patch(8, { call: callView({ phase: 'ended' }) })], seated))).toBe(false);
  });

  it('reads the clock of the server, not its own', () => {
    const ahead = fold(emptyDesk, {
      what: 'heard',
      at: at - 90_000,
      sentAt: at - 90_100,
      message: { type: 'pong', server_time: '2025-11-22T06:00:00Z' },
    });
    expect(secondsSince(ahead.clock, '2025-11-22T05:59:50Z', at - 90_000)).toBeCloseTo(10.05);
  });
});
