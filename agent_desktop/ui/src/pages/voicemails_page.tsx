/** Messages that callers left: who left one, for which queue, and who works on it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { asClock, asDay, asTime } from '../live/format';
import { localNow } from '../live/server_clock';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { get } from '../wire/api';
import type { VoicemailRow } from '../wire/types';
import { VoicemailCard } from './voicemail_card';

const refreshEvery = 3_000;

export default function VoicemailsPage() {
  const { t } = useWords();
  const [done, showDone] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const messages = useQuery({
    queryKey: ['voicemails', done],
    queryFn: ({ signal }) => get<VoicemailRow[]>(`/voicemails?done=${done}`, signal),
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('voicemails.title');
  }, [t]);
  const rows = messages.data ?? [];
  const row = useChosen(rows, chosen);
  return (
    <main className="page voicemails">
      <h1 className="sr-only">{t('voicemails.title')}</h1>
      <section className="card fill calls-card">
        <header>
          <h2>{t('voicemails.title')}</h2>
          <span className="count num">{rows.length}</span>
          <span className="segments end">
            <button type="button" aria-pressed={!done} onClick={() => showDone(false)}>
              {t('voicemails.open')}
            </button>
            <button type="button" aria-pressed={done} onClick={() => showDone(true)}>
              {t('voicemails.done')}
            </button>
          </span>
        </header>
        {messages.isPending && <GreyLines widths={[90, 84, 88]} />}
        {messages.isError && (
          <p className="body error-line" role="alert">
            <Icon name="stop" size={14} />
            <span className="grow">{t('calls.failed')}</span>
            <Button size="sm" onClick={() => void messages.refetch()}>
              {t('common.again')}
            </Button>
          </p>
        )}
        {messages.isSuccess && rows.length === 0 && (
          <p className="empty">{t(done ? 'voicemails.noneDone' : 'voicemails.none')}</p>
        )}
        {rows.length > 0 && (
          <div className="scrolls">
            <VoicemailTable rows={rows} picked={row?.call ?? null} pick={choose} />
          </div>
        )}
      </section>
      {row === null ? (
        <section className="card fill" aria-label={t('voicemails.one')}>
          <header>
            <h2>{t('voicemails.one')}</h2>
          </header>
          <p className="empty">{t('voicemails.choose')}</p>
        </section>
      ) : (
        <VoicemailCard key={row.call} row={row} />
      )}
    </main>
  );
}

/** The one that was picked; else her own, else the first: there is always the next thing to do. */
function useChosen(rows: readonly VoicemailRow[], chosen: string | null): VoicemailRow | null {
  const me = useStore(session, (who) => who?.agent ?? '');
  const picked = rows.find((one) => one.call === chosen);
  const mine = rows.find((one) => one.state === 'taken' && one.agent === me);
  return picked ?? mine ?? rows[0] ?? null;
}

interface TableWishes {
  rows: readonly VoicemailRow[];
  picked: string | null;
  pick: (call: string) => void;
}

function VoicemailTable({ rows, picked, pick }: TableWishes) {
  const { t } = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('recent.who')}</th>
          <th>{t('recent.queue')}</th>
          <th>{t('voicemails.left')}</th>
          <th className="n">{t('voicemails.length')}</th>
          <th>{t('voicemails.state')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <Row key={one.call} row={one} picked={one.call === picked} pick={() => pick(one.call)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, picked, pick }: { row: VoicemailRow; picked: boolean; pick: () => void }) {
  const { t, say } = useWords();
  return (
    <tr className={picked ? 'opens picked' : 'opens'} onClick={pick}>
      <td className="cut who">
        <button type="button" className="row-pick cut" aria-pressed={picked} onClick={pick}>
          {row.customer_name || row.number || t('customer.withheld')}
        </button>
      </td>
      <td>{say(row.queue_name)}</td>
      <td className="num">
        <Moment instant={row.left_at} />
      </td>
      <td className="n num">{asClock(row.seconds)}</td>
      <td>
        <State row={row} />
      </td>
    </tr>
  );
}

/** The time of day; before today with the day. */
export function Moment({ instant }: { instant: string }) {
  const { language } = useWords();
  const time = asTime(instant, language);
  const today = asDay(new Date(localNow()).toISOString(), language);
  const day = asDay(instant, language);
  return <>{day === today ? time : `${day} ${time}`}</>;
}

export function State({ row }: { row: VoicemailRow }) {
  const { t, say } = useWords();
  if (row.state === 'open') {
    return (
      <span className="tag tone-ring">
        <Icon name="voicemail" size={12} />
        {t('voicemails.states.open')}
      </span>
    );
  }
  const word =
    row.outcome === '' ? t('voicemails.states.taken') : t(`voicemails.outcomes.${row.outcome}`);
  return (
    <span className="tag">
      <Icon name={row.state === 'taken' ? 'user' : 'check'} size={12} />
      {word}
      {row.agent_name !== null && ` · ${say(row.agent_name)}`}
    </span>
  );
}
