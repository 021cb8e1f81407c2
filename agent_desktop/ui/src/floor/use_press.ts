/** One press upon a waiting call. */
import { useState } from 'react';
import { useNamedPress } from '../live/use_named_press';
import { actUpon } from '../wire/api';
import type { WaitingRow } from '../wire/types';

export type ActName = 'assign' | 'move' | 'priority' | 'withdraw';

/** An agent's own. */
type Pull = 'pull';

export function usePress(row: WaitingRow, act: ActName | Pull, done: () => void) {
  const [seen] = useState(row.acts);
  const { press, pressing, refusal } = useNamedPress(
    (name, wanted: Record<string, unknown>) =>
      actUpon(row.call, act, { press: name, seen, ...wanted }),
    { done, changes: act === 'pull' ? 'pullable' : 'floor' },
  );
  return {
    press: (wanted: Record<string, unknown> = {}) => press(wanted),
    pressing,
    refusal,
  };
}
