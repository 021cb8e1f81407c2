/** The wallboard's state: a pure fold over its frames. The newest frame is all there is. */
import { noClock, observed, type ServerClock } from '../live/server_clock';
import type { BoardFrame, FromBoardServer } from '../wire/types';

export interface BoardState {
  readonly frame: BoardFrame | null;
  readonly clock: ServerClock;
  readonly zone: string;
  readonly heardAt: number;
  readonly stale: boolean;
  readonly lost: boolean;
  readonly build: string | null;
  /** Another build runs: a board has nobody to ask, it reloads by itself. */
  readonly reload: boolean;
}

export type BoardHappening =
  | {
      readonly what: 'heard';
      readonly message: FromBoardServer;
      readonly at: number;
      readonly sentAt?: number;
    }
  | { readonly what: 'closed' }
  | { readonly what: 'waited'; readonly at: number };

const staleAfter = 5_000;

export const emptyBoard: BoardState = {
  frame: null,
  clock: noClock,
  zone: 'Asia/Shanghai',
  heardAt: 0,
  stale: false,
  lost: false,
  build: null,
  reload: false,
};

export function foldBoard(state: BoardState, happening: BoardHappening): BoardState {
  switch (happening.what) {
    case 'closed':
      return { ...state, lost: true };
    case 'waited': {
      const stale = state.frame !== null && happening.at - state.heardAt > staleAfter;
      return stale === state.stale ? state : { ...state, stale };
    }
    case 'heard':
      return heard(state, happening);
  }
}

type Heard = Extract<BoardHappening, { what: 'heard' }>;

function heard(state: BoardState, { message, at, sentAt }: Heard): BoardState {
  switch (message.type) {
    case 'hello':
      return {
        ...state,
        lost: false,
        zone: message.time_zone,
        build: state.build ?? message.build,
        reload: state.build !== null && state.build !== message.build,
        clock: observed(state.clock, message.server_time, at),
      };
    case 'frame':
      return { ...state, frame: message, heardAt: at, stale: false, lost: false };
    case 'pong':
      return { ...state, clock: observed(state.clock, message.server_time, at, sentAt) };
    case 'unreadable':
      return state;
  }
}
