/** The frame for supervisors, QA and administrators: no desk, the page's own bar. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Frame } from './frame';

interface StaffFrameWishes {
  leave: () => void;
  /** An agent whose desk is in another tab: the way to it stays in the rail. */
  isAgent?: boolean;
  children: ReactNode;
}

export function StaffFrame({ leave, isAgent = false, children }: StaffFrameWishes) {
  return (
    <Frame bar={<StaffBar />} isAgent={isAgent} signOut={leave} mayLeave={!isAgent}>
      {children}
    </Frame>
  );
}

function StaffBar() {
  const { t, say } = useWords();
  const who = useStore(session, (value) => value);
  if (who === null || who === undefined) return <header className="bar" />;
  return (
    <header className="bar">
      <b className="lg">{t('app.calls')}</b>
      <span className="who end">
        <b>{say(who.name)}</b>
        <span className="num">{t('app.workNumber', { number: who.work_number })}</span>
      </span>
    </header>
  );
}
