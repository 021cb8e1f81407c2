/** One call: its story in a strip, its recording, why this agent, and every fact in order. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { FactsStrip } from '../calls/facts_strip';
import { Player } from '../calls/player';
import { Playhead } from '../calls/playhead';
import { StillWaiting } from '../calls/still_waiting';
import { FactTable, LegTable, TimelineCard } from '../calls/timeline';
import { WhyAgent } from '../calls/why_agent';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { Tabs } from '../parts/tabs';
import { ApiProblem, get, recordingAddress } from '../wire/api';
import type { CallDetail, Timeline } from '../wire/types';
import { Result } from './calls_page';

const refreshEvery = 2_000;

export default function CallPage({ call }: { call: string }) {
  const { t } = useWords();
  const path = `/calls/${encodeURIComponent(call)}`;
  const detail = useQuery({
    queryKey: ['call', call],
    queryFn: ({ signal }) => get<CallDetail>(path, signal),
    // A call that is not over yet grows, and so does the story of its recording.
    refetchInterval: ({ state }) => (isSettled(state.data) ? false : refreshEvery),
  });
  const over = isSettled(detail.data);
  const timeline = useQuery({
    queryKey: ['timeline', call, over],
    queryFn: ({ signal }) => get<Timeline>(`${path}/timeline`, signal),
    refetchInterval: over ? false : refreshEvery,
  });
  const [playhead] = useState(() => new Playhead());
  const name = detail.data === undefined ? '' : detail.data.customer_name || detail.data.number;
  useEffect(() => {
    document.title = [name, t('call.title')].filter(Boolean).join(' · ');
  }, [name, t]);
  if (detail.isPending) {
    return (
      <main className="page">
        <GreyLines widths={[90, 60, 75]} />
      </main>
    );
  }
  if (detail.isError) {
    const missing = detail.error instanceof ApiProblem && detail.error.status === 404;
    return (
      <main className="page">
        <p className="card empty" role="alert">
          {t(missing ? 'callPage.missing' : 'calls.failed')}{' '}
          <Link href="/calls">{t('callPage.toCalls')}</Link>
        </p>
      </main>
    );
  }
  return (
    <main className="page call-page" aria-label={t('call.title')}>
      <Head detail={detail.data} playhead={playhead} />
      <FactsStrip detail={detail.data} />
      <div className="column">
        <Player key={call} detail={detail.data} playhead={playhead} />
        <Below detail={detail.data} timeline={timeline.data ?? null} />
      </div>
      <div className="column">
        <TimelineCard
          detail={detail.data}
          timeline={timeline.data ?? null}
          failed={timeline.isError}
          playhead={playhead}
        />
        <LegTable legs={detail.data.legs} />
      </div>
    </main>
  );
}

/** Nothing more will happen to it. */
function isSettled(detail: CallDetail | undefined): boolean {
  if (detail === undefined || detail.state !== 'ended') return false;
  return detail.recording !== 'running' && detail.recording !== 'pending';
}

function Head({ detail, playhead }: { detail: CallDetail; playhead: Playhead }) {
  const { t } = useWords();
  const at = useStore(playhead.at, (seconds) => Math.floor(seconds));
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const address = new URL(location.href);
    address.search = at > 0 ? `?at=${at}` : '';
    await navigator.clipboard.writeText(address.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div className="call-head">
      <Link href="/calls" className="row tight sm">
        <Icon name="left" />
        {t('app.calls')}
      </Link>
      <span className="sep" />
      <h1 className="cut">
        {detail.customer_name || detail.number || t('customer.withheld')}
        <span className="ink-3 num"> · {detail.call}</span>
      </h1>
      <Result row={detail} />
      <span className="end row">
        <Button icon={copied ? 'check' : 'link'} onClick={() => void copy()}>
          {copied
            ? t('callPage.copied')
            : at > 0
              ? t('callPage.copyAt', { time: asClock(at) })
              : t('callPage.copy')}
        </Button>
        {detail.recording === 'stored' && (
          <a
            className="btn md"
            href={recordingAddress(detail.call)}
            download={`${detail.call}.wav`}
          >
            <Icon name="dl" />
            {t('callPage.download')}
          </a>
        )}
      </span>
    </div>
  );
}

function Below({ detail, timeline }: { detail: CallDetail; timeline: Timeline | null }) {
  const { t } = useWords();
  const [tab, setTab] = useState('why');
  const role = useStore(session, (value) => value?.role);
  const leads = role === 'supervisor' || role === 'admin';
  const facts = timeline?.facts ?? [];
  return (
    <section className="card fill">
      <Tabs
        label={t('call.title')}
        chosen={tab}
        choose={setTab}
        tabs={[
          { id: 'why', label: t('callPage.why'), count: detail.offers.length },
          { id: 'notes', label: t('notes.notes') },
          { id: 'facts', label: t('callPage.facts'), count: facts.length },
        ]}
      />
      <div className="scrolls" role="tabpanel">
        {tab === 'why' && leads && detail.state === 'waiting' && (
          <StillWaiting call={detail.call} />
        )}
        {tab === 'why' && <WhyAgent detail={detail} />}
        {tab === 'facts' && <FactTable facts={facts} />}
        {tab === 'notes' &&
          (detail.notes === '' ? (
            <p className="empty">{t('callPage.noNotes')}</p>
          ) : (
            <p className="written">{detail.notes}</p>
          ))}
      </div>
    </section>
  );
}
