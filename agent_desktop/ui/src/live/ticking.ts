/** Draws the server's time: whole seconds since or until an instant, each redrawn when it changes. */
import { useCallback, useSyncExternalStore } from 'react';
import { localNow, type ServerClock, secondsSince } from './server_clock';

const looksEvery = 100;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  if (watchers.size === 1) {
    timer = setInterval(() => {
      for (const one of [...watchers]) one();
    }, looksEvery);
  }
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) clearInterval(timer);
  };
}

const still = () => () => {};

/** Whole seconds since `from` on the server's clock; 0 without an instant. `until` stops it. */
export function useSeconds(
  clock: ServerClock,
  from: string | null | undefined,
  until?: string | null,
): number {
  const read = useCallback(() => {
    if (from === null || from === undefined) return 0;
    if (until !== null && until !== undefined) {
      return Math.floor((Date.parse(until) - Date.parse(from)) / 1000);
    }
    return Math.floor(secondsSince(clock, from, localNow()));
  }, [clock, from, until]);
  return useSyncExternalStore(from === null || from === undefined ? still : watch, read);
}

/** Whole seconds left until `end`, rounded up, never negative. */
export function useSecondsLeft(clock: ServerClock, end: string | null | undefined): number {
  const read = useCallback(() => {
    if (end === null || end === undefined) return 0;
    return Math.max(0, Math.ceil(-secondsSince(clock, end, localNow())));
  }, [clock, end]);
  return useSyncExternalStore(end === null || end === undefined ? still : watch, read);
}
