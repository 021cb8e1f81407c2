/** How an agent came to be offered a call, as the distributor names it: by the queue's way of choosing
 * among its free agents, or by hand. */
const strategies = [
  'longest_idle',
  'best_skilled',
  'round_robin',
  'linear',
  'fewest_calls',
  'least_occupied',
  'weighted_random',
  'preferred',
  'reserved',
  'assigned',
  'pulled',
  'redial',
  'dialled',
] as const;

export type Strategy = (typeof strategies)[number];

export function isStrategy(name: string): name is Strategy {
  return strategies.some((known) => known === name);
}
