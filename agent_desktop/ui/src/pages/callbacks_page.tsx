/** Open callbacks: who is to be called, by when, and what stands in the way. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { Toned } from '../parts/toned';
import { get, withdrawCallback } from '../wire/api';
import type { CallbackRow } from '../wire/types';

const refreshEvery = 2_000;

export default function CallbacksPage() {
  const { t } = useWords();
  const callbacks = useQuery({
    queryKey: ['callbacks'],
    queryFn: ({ signal }) => get<CallbackRow[]>('/callbacks', signal),
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('app.callbacks');
  }, [t]);
  const rows = callbacks.data ?? [];
  return (
    <main className="page calls">
      <h1 className="sr-only">{t('app.callbacks')}</h1>
      <section className="card fill calls-card">
        <header>
          <h2>{t('callbacks.title')}</h2>
          <span className="count num">{rows.length}</span>
          <span className="end xs ink-3">{t('calls.refreshes')}</span>
        </header>
        {callbacks.isPending && <GreyLines widths={[90, 84, 88]} />}
        {callbacks.isError && (
          <p className="body error-line" role="alert">
            <Icon name="stop" size={14} />
            <span className="grow">{t('calls.failed')}</span>
            <Button size="sm" onClick={() => void callbacks.refetch()}>
              {t('common.again')}
            </Button>
          </p>
        )}
        {callbacks.isSuccess && rows.length === 0 && <p className="empty">{t('callbacks.none')}</p>}
        {rows.length > 0 && (
          <div className="scrolls">
            <CallbackTable rows={rows} />
          </div>
        )}
      </section>
    </main>
  );
}

function CallbackTable({ rows }: { rows: readonly CallbackRow[] }) {
  const { t } = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('recent.who')}</th>
          <th>{t('recent.queue')}</th>
          <th>{t('callbacks.asked')}</th>
          <th>{t('callbacks.promised')}</th>
          <th>{t('callbacks.due')}</th>
          <th>{t('callbacks.state')}</th>
          <th className="n">{t('callbacks.tries')}</th>
          <th>
            <span className="sr-only">{t('callbacks.withdraw')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <Row key={one.callback} row={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: CallbackRow }) {
  const { t, say, language } = useWords();
  return (
    <tr>
      <td className="cut who">{row.customer_name || row.number || t('customer.withheld')}</td>
      <td>{say(row.queue_name)}</td>
      <td className="num">{asTime(row.asked_at, language)}</td>
      <td className="num">{asTime(row.promised_until, language)}</td>
      <td className="num">
        <Due row={row} />
      </td>
      <td>
        {t(`callbacks.states.${row.state}`)}
        {row.agent_name !== null && ` · ${say(row.agent_name)}`}
      </td>
      <td className="n num">{row.tries}</td>
      <td>
        <Withdraw row={row} />
      </td>
    </tr>
  );
}

/**
 * The promise first; after a try, the next one. A promise that was not begun in time is over; one
 * whose queue is closed waits.
 */
function Due({ row }: { row: CallbackRow }) {
  const { t, language } = useWords();
  const late = (localNow() - Date.parse(row.promised_until)) / 1_000;
  if (row.again_at !== null) {
    return <>{t('callbacks.again', { time: asTime(row.again_at, language, true) })}</>;
  }
  if (row.closed && row.tries === 0) return <>{t('callbacks.closed')}</>;
  if (row.tries === 0 && late > 0) {
    return <Toned tone="over">{t('clock.over', { time: asClock(late) })}</Toned>;
  }
  return <>{row.tries > 0 ? '–' : t('callbacks.left', { time: asClock(-late) })}</>;
}

/** Asked twice: a promise to a customer is taken back. */
function Withdraw({ row }: { row: CallbackRow }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [asked, ask] = useState(false);
  const withdrawal = useMutation({
    mutationFn: () => withdrawCallback(row.callback),
    onSettled: () => queries.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  if (!asked) {
    return (
      <Button size="sm" onClick={() => ask(true)}>
        {t('callbacks.withdraw')}
      </Button>
    );
  }
  return (
    <span className="row tight">
      <Button size="sm" disabled={withdrawal.isPending} onClick={() => withdrawal.mutate()}>
        {t('callbacks.really')}
      </Button>
      <Button size="sm" onClick={() => ask(false)}>
        {t('callbacks.keep')}
      </Button>
    </span>
  );
}
