/** Gives the pages the desk of this tab, where there is one. */
import { createContext, useContext } from 'react';
import { useStore } from '../live/store';
import type { DeskView } from '../wire/types';
import type { DeskSession } from './desk_session';
import type { DeskState } from './desk_state';

export const DeskContext = createContext<DeskSession | null>(null);

export function useDesk(): DeskSession {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part is drawn at a desk only.');
  return desk;
}

export function useDeskState<P>(pick: (state: DeskState) => P): P {
  return useStore(useDesk().state, pick);
}

/** A part of the screen the server sent. Only drawn below a page that has one. */
export function useView<P>(pick: (view: DeskView) => P): P {
  return useDeskState((state) => {
    if (state.view === null) throw new Error('The desk has no screen yet.');
    return pick(state.view);
  });
}

export const useClock = () => useDeskState((state) => state.clock);
