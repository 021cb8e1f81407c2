/** How an agent's state looks: tone and icon; the word is in the catalogues. Pure. */
import type { IconName } from '../parts/icon';
import type { DeskView } from '../wire/types';

export type Shown =
  | 'ready'
  | 'ringing'
  | 'connecting'
  | 'talking'
  | 'hold'
  | 'interrupted'
  | 'wrap_up'
  | 'not_ready'
  | 'not_responding'
  | 'unreachable'
  | 'logged_out';

interface Look {
  readonly tone: 'ready' | 'ring' | 'talk' | 'hold' | 'wrap' | 'busy' | 'over' | 'lost';
  readonly icon: IconName;
}

export const looks: Record<Shown, Look> = {
  ready: { tone: 'ready', icon: 'ok' },
  ringing: { tone: 'ring', icon: 'bell' },
  connecting: { tone: 'talk', icon: 'phone' },
  talking: { tone: 'talk', icon: 'phone' },
  hold: { tone: 'hold', icon: 'pause' },
  interrupted: { tone: 'lost', icon: 'unplug' },
  wrap_up: { tone: 'wrap', icon: 'pen' },
  not_ready: { tone: 'busy', icon: 'minus' },
  not_responding: { tone: 'over', icon: 'bell-off' },
  unreachable: { tone: 'lost', icon: 'unplug' },
  logged_out: { tone: 'busy', icon: 'minus' },
};

/** What the desk is in, for its pill and its clock. */
export function shownOf(view: DeskView): Shown {
  if (view.offer !== null) return 'ringing';
  if (view.wrap_up !== null) return 'wrap_up';
  switch (view.call?.phase) {
    case 'connecting':
      return 'connecting';
    case 'talking':
      return 'talking';
    case 'held':
      return 'hold';
    case 'interrupted':
      return 'interrupted';
    default:
      return ofAgent(view.me.state);
  }
}

function ofAgent(state: DeskView['me']['state']): Shown {
  switch (state) {
    case 'idle':
      return 'ready';
    case 'offered':
      return 'ringing';
    case 'connecting':
      return 'connecting';
    case 'on_call':
      return 'talking';
    case 'wrap_up':
      return 'wrap_up';
    default:
      return state;
  }
}

/** Another agent's state, as the server names it. */
export function stateOfAgent(state: string): Shown {
  return ofAgent(state as DeskView['me']['state']);
}

export const iconOfAgent = (state: string): IconName => looks[stateOfAgent(state)].icon;

/** Of reasons for which she is not ready. */
const icons = new Map<string, IconName>([
  ['break', 'cup'],
  ['listening', 'headset'],
]);

export function iconOf(shown: Shown, reason: string): IconName {
  if (shown !== 'not_ready') return looks[shown].icon;
  return icons.get(reason) ?? looks.not_ready.icon;
}

/** The instant the shown state began. */
export function beganAt(view: DeskView, shown: Shown): string | null {
  const { call, offer, me, wrap_up } = view;
  switch (shown) {
    case 'ringing':
      return offer?.offered_at ?? me.since;
    case 'wrap_up':
      return wrap_up?.started_at ?? me.since;
    case 'hold':
      return call?.held_since ?? me.since;
    case 'talking':
    case 'interrupted':
      return call?.connected_at ?? me.since;
    default:
      return me.since;
  }
}
