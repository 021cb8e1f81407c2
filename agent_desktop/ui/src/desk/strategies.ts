/** The ways a queue chooses among its free agents, as the distributor names them. */
const strategies = ['longest_idle', 'best_skilled', 'round_robin'] as const;

export type Strategy = (typeof strategies)[number];

export function isStrategy(name: string): name is Strategy {
  return strategies.some((known) => known === name);
}
