import { describe, expect, it } from 'vitest';
import type { FlowDrawing, FlowNodeCount, FlowWay } from '../wire/types';
import { isMain, leftInAll, mainWays, shareOf, wentBy } from './flow_figures';

const count = (node: string, exits: Record<string, number>, left = 0): FlowNodeCount => ({
  node,
  here: 0,
  callers: [],
  entered: 0,
  left,
  exits,
  waiting: null,
});
const way = (source: string, target: string, ...by: string[]): FlowWay => ({
  source,
  target,
  by,
  path: '',
  silent: false,
  x: 0,
  y: 0,
});
const ways = [
  way('menu', 'a', 'key 1'),
  way('menu', 'b', 'key 2', 'otherwise'),
  way('b', 'menu', 'next'),
];
const drawing: FlowDrawing = {
  flow: 'main',
  version: 1,
  start: 'menu',
  width: 0,
  height: 0,
  nodes: [],
  ways,
};
const counts = new Map([
  ['menu', count('menu', { 'key 1': 2, 'key 2': 3, otherwise: 4 }, 1)],
  ['b', count('b', { next: 7 })],
]);

describe('the figures of a flow', () => {
  it('counts everything by which a way is gone, and who hung up', () => {
    expect(ways.map((one) => wentBy(one, counts))).toEqual([2, 7, 7]);
    expect(leftInAll(counts.get('menu'))).toBe(10);
    expect(ways.map((one) => shareOf(one, counts))).toEqual([0.2, 0.7, 1]);
  });

  it('has no share where nobody left', () => {
    expect(shareOf(way('a', 'b', 'next'), counts)).toBeNull();
    expect(leftInAll(undefined)).toBe(0);
  });

  it('follows the most callers, and not in a circle', () => {
    const main = mainWays(drawing, counts);
    expect(ways.map((one) => isMain(one, main))).toEqual([false, true, true]);
    expect(mainWays(drawing, new Map()).size).toBe(0);
  });
});
