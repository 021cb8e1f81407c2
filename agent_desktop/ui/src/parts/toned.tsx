/** Figures and words in a tone: colour is never alone, an icon stands with it. */
import type { ReactNode } from 'react';
import type { Tone } from '../live/marks';
import { Icon, type IconName } from './icon';

const iconOf: Record<Tone, IconName | null> = {
  plain: null,
  ready: 'check-c',
  warn: 'alert',
  over: 'stop',
};

export function Toned({ tone, children }: { tone: Tone; children: ReactNode }) {
  const icon = iconOf[tone];
  return (
    <span className={`mark-line ${tone === 'plain' ? '' : `c-${tone}`}`}>
      {icon !== null && <Icon name={icon} />}
      <span className="num">{children}</span>
    </span>
  );
}

interface TrackWishes {
  /** 0-1. */
  share: number;
  tone: 'talk' | 'ready' | 'warn' | 'over' | 'wrap' | 'ring';
  /** Where the marks stand, 0-1. */
  ticks?: { at: number; label: string }[];
}

/** A line that fills, with its marks below. */
export function Track({ share, tone, ticks = [] }: TrackWishes) {
  return (
    <div>
      <div className={`track tone-${tone}`}>
        <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
        {ticks.map((one) => (
          <b key={one.label} style={{ left: `${one.at * 100}%` }} />
        ))}
      </div>
      {ticks.length > 0 && (
        <div className="ticks xs">
          {ticks.map((one) => (
            <span key={one.label} style={{ left: `${one.at * 100}%` }}>
              {one.label}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
