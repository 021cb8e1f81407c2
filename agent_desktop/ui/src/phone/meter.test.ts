import { describe, expect, it } from 'vitest';
import { levelOf } from './meter';

describe('the level meter', () => {
  it('shows nothing for silence and everything for a shout', () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(0.9))).toBe(1);
  });

  it('rises with loudness', () => {
    expect(levelOf(new Float32Array(64).fill(0.02))).toBeLessThan(
      levelOf(new Float32Array(64).fill(0.1)),
    );
  });
});
