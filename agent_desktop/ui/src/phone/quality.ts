/**
 * How good the desk's audio is: from the counters of `getStats` to a figure and a word.
 *
 * Pure. Round trip and jitter in milliseconds, loss as a share 0-1. MOS by the E-model (ITU-T
 * G.107) for G.711 with concealment: Ie = 0, Bpl = 25.1 (ITU-T G.113 appendix I).
 */
type Grade = 'good' | 'fair' | 'poor';

export interface Counters {
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  /** Seconds. */
  readonly jitter: number;
  /** Seconds; null while ICE has not measured. */
  readonly roundTrip: number | null;
  /** Share of our packets the other side missed lately. */
  readonly lostThere: number;
}

export interface Quality {
  readonly roundTrip: number;
  readonly loss: number;
  readonly jitter: number;
  readonly mos: number;
  readonly grade: Grade;
}

export const noCounters: Counters = {
  received: 0,
  lost: 0,
  sent: 0,
  jitter: 0,
  roundTrip: null,
  lostThere: 0,
};

const concealment = 25.1;
const goodFrom = 4.0;
const fairFrom = 3.1;

type Row = Record<string, unknown> & { type?: string; kind?: string };

const number = (value: unknown) => (typeof value === 'number' ? value : 0);

export function countersOf(report: Iterable<[string, unknown]>): Counters {
  let counters = noCounters;
  for (const [, raw] of report) {
    const row = raw as Row;
    if (row.type === 'inbound-rtp') {
      counters = {
        ...counters,
        received: number(row.packetsReceived),
        lost: number(row.packetsLost),
        jitter: number(row.jitter),
      };
    } else if (row.type === 'outbound-rtp') {
      counters = { ...counters, sent: number(row.packetsSent) };
    } else if (row.type === 'remote-inbound-rtp') {
      counters = { ...counters, lostThere: number(row.fractionLost) };
    } else if (row.type === 'candidate-pair' && row.nominated === true) {
      const roundTrip = row.currentRoundTripTime;
      if (typeof roundTrip === 'number') counters = { ...counters, roundTrip };
    }
  }
  return counters;
}

/** Between two readings; null while there is nothing to judge by. */
export function qualityOf(before: Counters, after: Counters): Quality | null {
  if (after.roundTrip === null) return null;
  const received = after.received - before.received;
  const lost = Math.max(0, after.lost - before.lost);
  const lossHere = received + lost > 0 ? lost / (received + lost) : 0;
  const loss = Math.max(lossHere, after.lostThere);
  const roundTrip = after.roundTrip * 1000;
  const jitter = after.jitter * 1000;
  const mos = mosOf(roundTrip, loss, jitter);
  return { roundTrip, loss, jitter, mos, grade: gradeOf(mos) };
}

export function mosOf(roundTrip: number, loss: number, jitter: number): number {
  const delay = roundTrip / 2 + 2 * jitter + 20;
  const lateness = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const percent = loss * 100;
  const missing = (95 * percent) / (percent + concealment);
  const r = Math.max(0, 93.2 - lateness - missing);
  return 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
}

export function gradeOf(mos: number): Grade {
  if (mos >= goodFrom) return 'good';
  return mos >= fairFrom ? 'fair' : 'poor';
}
