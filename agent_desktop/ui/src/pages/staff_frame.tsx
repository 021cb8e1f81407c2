/** The frame for supervisors, QA and administrators: no desk, the page's own bar. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Frame } from './frame';

export function StaffFrame({ leave, children }: { leave: () => void; children: ReactNode }) {
  return (
    <Frame bar={<StaffBar />} isAgent={false} signOut={leave} mayLeave>
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
        <span className="num">{t('bar.workNumber', { number: who.work_number })}</span>
      </span>
    </header>
  );
}
