import { describe, expect, it } from 'vitest';
import { marks } from '../desk/wire_fixtures';
import { isHeldLong, toneOfAnswers, toneOfHandle, toneOfService, toneOfWait } from './marks';

describe('tones', () => {
  it('change at the marks, not a second later', () => {
    expect([11, 12, 19, 20].map((one) => toneOfWait(one, marks))).toEqual([
      'plain',
      'warn',
      'warn',
      'over',
    ]);
    expect([149, 150, 179, 180].map((one) => toneOfHandle(one, marks))).toEqual([
      'plain',
      'warn',
      'warn',
      'over',
    ]);
    expect([0.9, 0.899, 0.8, 0.799, null].map((one) => toneOfService(one, marks))).toEqual([
      'plain',
      'warn',
      'warn',
      'over',
      'plain',
    ]);
    expect([0.9, 0.899, 0.8, 0.799, null].map((one) => toneOfAnswers(one, marks))).toEqual([
      'plain',
      'warn',
      'warn',
      'over',
      'plain',
    ]);
    expect([44, 45].map((one) => isHeldLong(one, marks))).toEqual([false, true]);
    expect(isHeldLong(900, { ...marks, hold_over: 0 })).toBe(false);
  });
});
