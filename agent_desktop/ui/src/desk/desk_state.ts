/**
 * The desk's state: a pure fold over what happens on its socket.
 *
 * `fold(state, happening)` is the only thing that makes a new state. It knows no socket, no timer
 * and no view; `DeskSession` feeds it, pages draw it. What an agent may do is in the view the
 * server sent; nothing here decides it.
 */
import { noClock, observed, type ServerClock } from '../live/server_clock';
import type { DeskView, FromServer, OfferGone, Refusal } from '../wire/types';

/** Whether the socket stands. `lost` is drawn as "offline" while the page tries again. */
type Connection = 'connecting' | 'open' | 'lost';

/** Whose the desk is. */
type Standing = 'mine' | 'occupied' | 'taken_over' | 'signed_out';

interface Refused {
  readonly command: string;
  readonly reason: Refusal;
}

export interface DeskState {
  readonly connection: Connection;
  readonly standing: Standing;
  /** The desk session, for resuming; null before the first hello. */
  readonly desk: string | null;
  readonly build: string | null;
  /** The server runs another build than this page: reload when no call is up. */
  readonly reload: boolean;
  readonly softphone: boolean;
  readonly stun: readonly string[];
  readonly seq: number;
  /** A patch is missing: the socket has to be opened anew. */
  readonly gap: boolean;
  readonly view: DeskView | null;
  readonly clock: ServerClock;
  /** Local instant of the last message; older than `staleAfter` is drawn as stale. */
  readonly heardAt: number;
  readonly stale: boolean;
  /** The offer that just left without a conversation, until the next one. */
  readonly gone: OfferGone | null;
  /** The last command that was not taken, until the next press. */
  readonly refused: Refused | null;
}

export type Happening =
  | { readonly what: 'opening' }
  | { readonly what: 'opened'; readonly at: number }
  | { readonly what: 'closed' }
  | {
      readonly what: 'heard';
      readonly at: number;
      readonly message: FromServer;
      /** When the ping left, for a pong. */
      readonly sentAt?: number;
      /** What was asked, for an answer. */
      readonly asked?: string;
    }
  | { readonly what: 'waited'; readonly at: number }
  | { readonly what: 'pressed' };

/** Milliseconds without a message after which values are drawn as stale. */
export const staleAfter = 5_000;

export const emptyDesk: DeskState = {
  connection: 'connecting',
  standing: 'mine',
  desk: null,
  build: null,
  reload: false,
  softphone: false,
  stun: [],
  seq: 0,
  gap: false,
  view: null,
  clock: noClock,
  heardAt: 0,
  stale: false,
  gone: null,
  refused: null,
};

export function fold(state: DeskState, happening: Happening): DeskState {
  switch (happening.what) {
    case 'opening':
      return { ...state, connection: state.connection === 'lost' ? 'lost' : 'connecting' };
    case 'opened':
      return { ...state, heardAt: happening.at };
    case 'closed':
      return { ...state, connection: 'lost' };
    case 'waited': {
      const stale = state.view !== null && happening.at - state.heardAt > staleAfter;
      return stale === state.stale ? state : { ...state, stale };
    }
    case 'pressed':
      return state.refused === null && state.gone === null
        ? state
        : { ...state, refused: null, gone: null };
    case 'heard':
      return heard({ ...state, heardAt: happening.at, stale: false }, happening);
  }
}

type Heard = Extract<Happening, { what: 'heard' }>;

function heard(state: DeskState, { message, at, sentAt, asked }: Heard): DeskState {
  switch (message.type) {
    case 'hello':
      return {
        ...state,
        connection: 'open',
        standing: 'mine',
        desk: message.desk,
        build: state.build ?? message.build,
        reload: state.build !== null && state.build !== message.build,
        softphone: message.softphone !== '',
        stun: message.stun_urls,
        gap: false,
        clock: observed(state.clock, message.server_time, at),
      };
    case 'snapshot':
      return {
        ...state,
        seq: message.seq,
        view: message.desk,
        gap: false,
        gone: message.desk.offer === null ? state.gone : null,
        clock: observed(state.clock, message.server_time, at),
      };
    case 'patch': {
      if (state.gap || message.seq <= state.seq) return state;
      if (state.view === null || message.seq !== state.seq + 1) return { ...state, gap: true };
      const view = { ...state.view, ...message.changes };
      return {
        ...state,
        seq: message.seq,
        view,
        gone: message.offer_gone ?? (view.offer === null ? state.gone : null),
        clock: observed(state.clock, message.server_time, at),
      };
    }
    case 'answer':
      if (message.ok || message.reason === null) return state;
      return { ...state, refused: { command: asked ?? '', reason: message.reason } };
    case 'pong':
      return { ...state, clock: observed(state.clock, message.server_time, at, sentAt) };
    case 'occupied':
      return { ...state, connection: 'open', standing: 'occupied', desk: null };
    case 'taken_over':
      return { ...state, standing: 'taken_over' };
    case 'signed_out':
      return { ...state, standing: 'signed_out' };
    case 'reload':
      return { ...state, reload: true };
    case 'audio_answer':
    case 'unreadable':
      return state;
  }
}

/** A call is up at this desk: nothing may disturb it, and reconnecting does not wait. */
export function inCall(state: DeskState): boolean {
  const phase = state.view?.call?.phase;
  return phase !== undefined && phase !== 'ended';
}

/** The desk is in the middle of something a reload would disturb. */
export function isBusy(state: DeskState): boolean {
  return (
    inCall(state) || (state.view?.offer ?? null) !== null || (state.view?.wrap_up ?? null) !== null
  );
}
