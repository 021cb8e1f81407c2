/**
 * The server's clock as the page knows it: an offset to the page's own monotonic clock.
 *
 * Pure. The page's wall clock is never used: instants come from `performance`, so a user who sets
 * the computer's time moves nothing. A timed answer (`pong`) beats a one-way message, and a quick
 * answer beats a slow one; an estimate grows old, so that drift is followed.
 */
export interface ServerClock {
  /** Milliseconds to add to `localNow()`. */
  readonly offset: number;
  /** How wrong the offset may be, milliseconds, when it was taken. */
  readonly doubt: number;
  /** When it was taken, on the local clock. */
  readonly takenAt: number;
}

export const noClock: ServerClock = { offset: 0, doubt: Number.POSITIVE_INFINITY, takenAt: 0 };

/** Doubt assumed of a message whose way is not timed, and growth of doubt per second of age. */
const oneWayDoubt = 150;
const doubtPerSecond = 0.5;

/** The page's monotonic clock, milliseconds since 1970 at the page's own start. */
export function localNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Takes one sight of the server's time; `sentAt` is when the question left, if it was one. */
export function observed(
  clock: ServerClock,
  serverTime: string,
  receivedAt: number,
  sentAt?: number,
): ServerClock {
  const server = Date.parse(serverTime);
  if (Number.isNaN(server)) return clock;
  const roundTrip = sentAt === undefined ? null : Math.max(0, receivedAt - sentAt);
  const doubt = roundTrip === null ? oneWayDoubt : roundTrip / 2;
  const standing = clock.doubt + ((receivedAt - clock.takenAt) / 1000) * doubtPerSecond;
  if (doubt > standing) return clock;
  const offset = server + (roundTrip ?? 0) / 2 - receivedAt;
  return { offset, doubt, takenAt: receivedAt };
}

/** Seconds from `from` (an ISO instant) to the server's now; negative for the future. */
export function secondsSince(clock: ServerClock, from: string, now: number): number {
  return (now + clock.offset - Date.parse(from)) / 1000;
}
