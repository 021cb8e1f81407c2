/** Shares and main ways of a flow, out of the counts at its nodes. Pure. */
import type { FlowDrawing, FlowNodeCount, FlowWay } from '../wire/types';

export type Counts = ReadonlyMap<string, FlowNodeCount>;

const wayName = (way: { source: string; target: string }) => `${way.source} ${way.target}`;

/** How many callers left a node, by its ways or by hanging up. */
export function leftInAll(node: FlowNodeCount | undefined): number {
  if (node === undefined) return 0;
  return Object.values(node.exits).reduce((sum, one) => sum + one, node.left);
}

/** How many went this way today. */
export function wentBy(way: FlowWay, counts: Counts): number {
  const exits = counts.get(way.source)?.exits ?? {};
  return way.by.reduce((sum, one) => sum + (exits[one] ?? 0), 0);
}

/** Of those who left its node; null while nobody did. */
export function shareOf(way: FlowWay, counts: Counts): number | null {
  const all = leftInAll(counts.get(way.source));
  return all === 0 ? null : wentBy(way, counts) / all;
}

/** The ways that most callers go, one after another from the start. */
export function mainWays(drawing: FlowDrawing, counts: Counts): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  let at: string | undefined = drawing.start;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    let best: FlowWay | undefined;
    for (const way of drawing.ways) {
      if (way.source !== at || wentBy(way, counts) === 0) continue;
      if (best === undefined || wentBy(way, counts) > wentBy(best, counts)) best = way;
    }
    if (best !== undefined) found.add(wayName(best));
    at = best?.target;
  }
  return found;
}

export const isMain = (way: FlowWay, main: ReadonlySet<string>) => main.has(wayName(way));
