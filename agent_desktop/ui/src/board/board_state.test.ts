import { describe, expect, it } from 'vitest';
import type { BoardFrame, FromBoardServer } from '../wire/types';
import { emptyBoard, foldBoard } from './board_state';

const hello = (build: string): FromBoardServer => ({
  type: 'hello',
  protocol: 1,
  build,
  server_time: '2025-11-22T06:00:00Z',
  time_zone: 'Asia/Shanghai',
});

// Only what the fold looks at: the tiles are drawn as they come.
const frame = { type: 'frame', at: '2025-11-22T06:00:00Z', position: 9 } as BoardFrame;

describe('the wallboard', () => {
  it('shows the newest frame and nothing older', () => {
    const once = foldBoard(emptyBoard, { what: 'heard', at: 1, message: frame });
    const twice = foldBoard(once, { what: 'heard', at: 2, message: { ...frame, position: 10 } });
    expect(twice.frame?.position).toBe(10);
  });

  it('keeps the last frame, shaded, when nothing comes or the line is down', () => {
    const shown = foldBoard(emptyBoard, { what: 'heard', at: 0, message: frame });
    const still = foldBoard(shown, { what: 'waited', at: 5_001 });
    expect(still.stale).toBe(true);
    const lost = foldBoard(still, { what: 'closed' });
    expect(lost.lost).toBe(true);
    expect(lost.frame).toBe(frame);
    const back = foldBoard(lost, { what: 'heard', at: 6_000, message: frame });
    expect([back.stale, back.lost]).toEqual([false, false]);
  });

  it('reloads by itself when another build answers', () => {
    const first = foldBoard(emptyBoard, { what: 'heard', at: 0, message: hello('a') });
    expect(first.reload).toBe(false);
    expect(foldBoard(first, { what: 'heard', at: 1, message: hello('b') }).reload).toBe(true);
  });
});
