/** The wallboard's socket for as long as the board is drawn. */
import { useEffect, useState } from 'react';
import { Scope } from '../live/scope';
import { localNow } from '../live/server_clock';
import { session } from '../live/session';
import { Store, useStore } from '../live/store';
import { socketTicket } from '../wire/api';
import { StandingSocket } from '../wire/standing_socket';
import type { FromBoardServer, Ping } from '../wire/types';
import { type BoardHappening, type BoardState, emptyBoard, foldBoard } from './board_state';

export function useBoard(): BoardState {
  const [store] = useState(() => new Store(emptyBoard));
  useEffect(() => {
    const scope = new Scope();
    const happens = (happening: BoardHappening) => {
      store.set(foldBoard(store.value, happening));
      if (store.value.reload) location.reload();
    };
    new StandingSocket<FromBoardServer, Ping>(scope, {
      ticket: () => socketTicket('wallboard'),
      address: (ticket) => `/api/v1/wallboard?${new URLSearchParams({ ticket })}`,
      heard: (message, at, sentAt) =>
        happens({ what: 'heard', message, at, ...(sentAt === undefined ? {} : { sentAt }) }),
      opening: () => undefined,
      opened: () => undefined,
      closed: () => happens({ what: 'closed' }),
      refused: () => session.set(null),
      urgent: () => false,
    });
    scope.every(500, () => happens({ what: 'waited', at: localNow() }));
    return () => scope.end();
  }, [store]);
  return useStore(store, (state) => state);
}
