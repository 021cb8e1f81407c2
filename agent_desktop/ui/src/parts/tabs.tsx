/** A row of tabs; arrow keys step through them. */
import type { KeyboardEvent, ReactNode } from 'react';

interface Tab {
  id: string;
  label: ReactNode;
  count?: number;
}

interface TabsWishes {
  label: string;
  tabs: Tab[];
  chosen: string;
  choose: (id: string) => void;
  children?: ReactNode;
}

export function Tabs({ label, tabs, chosen, choose, children }: TabsWishes) {
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const at = tabs.findIndex((one) => one.id === chosen);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.id);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]');
    buttons[tabs.indexOf(next)]?.focus();
  };
  return (
    <div className="tab-row">
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={step}>
        {tabs.map((one) => (
          <button
            key={one.id}
            type="button"
            role="tab"
            aria-selected={one.id === chosen}
            tabIndex={one.id === chosen ? 0 : -1}
            onClick={() => choose(one.id)}
          >
            {one.label}
            {one.count !== undefined && <span className="count num">{one.count}</span>}
          </button>
        ))}
      </div>
      {children}
    </div>
  );
}
