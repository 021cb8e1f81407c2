import { describe, expect, it } from 'vitest';
import { countersOf, gradeOf, mosOf, noCounters, qualityOf } from './quality';

describe('audio quality', () => {
  it('is near the best of G.711 on a clean line', () => {
    expect(mosOf(38, 0, 4)).toBeGreaterThan(4.3);
    expect(mosOf(38, 0, 4)).toBeLessThan(4.45);
  });

  it('falls with loss and with delay', () => {
    expect(mosOf(60, 0.02, 14)).toBeLessThan(mosOf(60, 0, 14));
    expect(mosOf(800, 0, 14)).toBeLessThan(mosOf(60, 0, 14));
    expect(mosOf(3_000, 0.5, 200)).toBeGreaterThanOrEqual(1);
  });

  it('has three words', () => {
    expect([4.3, 4, 3.4, 3.1, 2].map(gradeOf)).toEqual(['good', 'good', 'fair', 'fair', 'poor']);
  });

  it('counts what was lost between two readings, here or there', () => {
    const before = { ...noCounters, received: 100, lost: 1, roundTrip: 0.04 };
    const after = { ...before, received: 145, lost: 6 };
    expect(qualityOf(before, after)?.loss).toBeCloseTo(0.1);
    expect(qualityOf(before, { ...before, lostThere: 0.03 })?.loss).toBe(0.03);
    expect(qualityOf(before, { ...after, roundTrip: null })).toBeNull();
  });

  it('reads the rows of getStats that matter', () => {
    const rows: [string, unknown][] = [
      ['a', { type: 'inbound-rtp', packetsReceived: 50, packetsLost: 2, jitter: 0.004 }],
      ['b', { type: 'outbound-rtp', packetsSent: 48 }],
      ['c', { type: 'remote-inbound-rtp', fractionLost: 0.1 }],
      ['d', { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }],
      ['e', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.038 }],
    ];
    expect(countersOf(rows)).toEqual({
      received: 50,
      lost: 2,
      jitter: 0.004,
      sent: 48,
      lostThere: 0.1,
      roundTrip: 0.038,
    });
  });
});
