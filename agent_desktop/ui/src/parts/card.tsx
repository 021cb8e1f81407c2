/** A card: the only box there is. A heading, what belongs to it, and nothing around it. */
import type { ReactNode } from 'react';

interface CardWishes {
  title: ReactNode;
  /** Beside the title: a count. */
  count?: ReactNode;
  /** At the right end of the heading. */
  end?: ReactNode;
  fill?: boolean;
  className?: string;
  label?: string;
  children: ReactNode;
}

export function Card({ title, count, end, fill, className = '', label, children }: CardWishes) {
  return (
    <section className={`card ${fill === true ? 'fill' : ''} ${className}`} aria-label={label}>
      <header>
        <h2>{title}</h2>
        {count !== undefined && <span className="count num">{count}</span>}
        {end !== undefined && <span className="end row">{end}</span>}
      </header>
      {children}
    </section>
  );
}

/** Grey lines for what is still on its way; they appear after 150 ms. */
export function GreyLines({ widths }: { widths: number[] }) {
  return (
    <div className="grey-lines" aria-hidden="true">
      {widths.map((width) => (
        <i key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
