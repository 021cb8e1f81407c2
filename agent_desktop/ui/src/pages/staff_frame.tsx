/** The frame for supervisors, QA and administrators: no desk, the page's own bar. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../i18n';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { IncidentBanner } from '../parts/incident_banner';
import { get } from '../wire/api';
import type { EmergencyView, IncidentList, IncidentView, OpeningList } from '../wire/types';
import { EmergencyBanner } from './banners';
import { Frame } from './frame';

interface StaffFrameWishes {
  leave: () => void;
  /** An agent whose desk is in another tab: the way to it stays in the rail. */
  isAgent?: boolean;
  children: ReactNode;
}

export function StaffFrame({ leave, isAgent = false, children }: StaffFrameWishes) {
  return (
    <Frame
      bar={<StaffBar />}
      banner={<StaffBanner />}
      isAgent={isAgent}
      signOut={leave}
      mayLeave={!isAgent}
    >
      {children}
    </Frame>
  );
}

/** Switches that are pressed, and what callers hear; the desks have it by their sockets. */
function StaffBanner() {
  const told = useQuery({
    queryKey: ['opening'],
    queryFn: ({ signal }) => get<OpeningList>('/opening', signal),
    refetchInterval: 5_000,
  });
  const incidents = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => get<IncidentList>('/incidents', signal),
    refetchInterval: 5_000,
  });
  return (
    <div className="banners">
      <EmergencyBanner emergencies={told.data === undefined ? [] : pressed(told.data)} />
      <IncidentBanner incidents={incidents.data === undefined ? [] : running(incidents.data)} />
    </div>
  );
}

function running({ open }: IncidentList): IncidentView[] {
  return open
    .filter((one) => one.state === 'running')
    .map((one) => ({
      incident: one.incident,
      what: one.what_name,
      queues: one.queues?.map(({ name }) => name) ?? [],
      texts: one.texts,
      ends: one.ends,
    }));
}

function pressed(list: OpeningList): EmergencyView[] {
  const house = { queue: null, name: null, emergency: list.emergency };
  return [house, ...list.queues].flatMap(({ queue, name, emergency }) =>
    emergency === null
      ? []
      : [{ queue, queue_name: name, since: emergency.since, reason: emergency.reason_name }],
  );
}

/** What a page of the staff is called. */
function title(at: string) {
  if (at === '/floor') return 'app.floor';
  if (at === '/breaks') return 'breaks.title';
  if (at === '/opening') return 'opening.title';
  if (at === '/incidents') return 'incidents.title';
  if (at.startsWith('/admin')) return 'admin.title';
  if (at === '/voicemails') return 'voicemails.title';
  if (at.startsWith('/flows')) return 'flows.title';
  if (at === '/prompts') return 'prompts.title';
  if (at === '/dry-run') return 'dryRun.title';
  return at.startsWith('/callbacks') ? 'app.callbacks' : 'app.calls';
}

function StaffBar() {
  const { t, say } = useWords();
  const [at] = useLocation();
  const who = useStore(session, (value) => value);
  if (who === null || who === undefined) return <header className="bar" />;
  return (
    <header className="bar">
      <b className="lg">{t(title(at))}</b>
      <span className="who end">
        <b>{say(who.name)}</b>
        <span className="num">{t('app.workNumber', { number: who.work_number })}</span>
      </span>
    </header>
  );
}
