/** Every call, newest first, with the choices that narrow the list. The address keeps the choice. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useWords } from '../i18n';
import { asClock, asMoment } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { get } from '../wire/api';
import type { CallRow, Choices, Page, QueueState } from '../wire/types';

const periods = ['today', 'yesterday', 'week', 'all'] as const;
const results = [
  'answered',
  'abandoned',
  'short_abandoned',
  'called_back',
  'voicemail',
  'turned_away',
  'withdrawn',
  'waiting',
  'lost',
] as const;
const refreshEvery = 5_000;

export default function CallsPage() {
  const { t } = useWords();
  const [chosen, choose] = useSearchParams();
  const calls = useCalls(chosen);
  useEffect(() => {
    document.title = t('app.calls');
  }, [t]);
  const rows = calls.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (name: string, value: string) =>
    choose((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  return (
    <main className="page calls">
      <h1 className="sr-only">{t('app.calls')}</h1>
      <section className="card fill calls-card">
        <header className="filters">
          <Filters chosen={chosen} change={change} />
        </header>
        {calls.isPending && <GreyLines widths={[90, 84, 88, 80, 86]} />}
        {calls.isError && (
          <p className="body error-line" role="alert">
            <Icon name="stop" size={14} />
            <span className="grow">{t('calls.failed')}</span>
            <Button size="sm" onClick={() => void calls.refetch()}>
              {t('common.again')}
            </Button>
          </p>
        )}
        {calls.isSuccess && rows.length === 0 && (
          <p className="empty">
            {t('calls.none')}{' '}
            {chosen.size > 0 && (
              <Button size="sm" onClick={() => choose({})}>
                {t('calls.clear')}
              </Button>
            )}
          </p>
        )}
        {rows.length > 0 && (
          <div className="scrolls">
            <CallTable rows={rows} />
            {calls.hasNextPage && (
              <div className="more">
                <Button
                  disabled={calls.isFetchingNextPage}
                  onClick={() => void calls.fetchNextPage()}
                >
                  {t('calls.more')}
                </Button>
              </div>
            )}
          </div>
        )}
      </section>
    </main>
  );
}

function useCalls(chosen: URLSearchParams) {
  return useInfiniteQuery({
    queryKey: ['calls', chosen.toString()],
    queryFn: ({ pageParam, signal }) =>
      get<Page<CallRow>>(`/calls?${queryOf(chosen, pageParam)}`, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: refreshEvery,
  });
}

/** The address's words as the API's: a period becomes instants. */
function queryOf(chosen: URLSearchParams, cursor: string): string {
  const query = new URLSearchParams(chosen);
  const period = query.get('period') ?? 'today';
  query.delete('period');
  for (const [name, days] of boundsOf(period)) query.set(name, startOfDay(days).toISOString());
  query.set('limit', '50');
  if (cursor !== '') query.set('cursor', cursor);
  return query.toString();
}

function boundsOf(period: string): [string, number][] {
  if (period === 'today') return [['from', 0]];
  if (period === 'yesterday') {
    return [
      ['from', -1],
      ['to', 0],
    ];
  }
  return period === 'week' ? [['from', -6]] : [];
}

function startOfDay(days: number): Date {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + days);
  return day;
}

interface FilterWishes {
  chosen: URLSearchParams;
  change: (name: string, value: string) => void;
}

function Filters({ chosen, change }: FilterWishes) {
  const { t, say } = useWords();
  const { data: queues = [] } = useQuery({
    queryKey: ['queues'],
    queryFn: async () => itemsOf(await get<Page<QueueState> | QueueState[]>('/queues')),
  });
  const period = chosen.get('period') ?? 'today';
  return (
    <>
      <div className="segments" role="group" aria-label={t('calls.period')}>
        {periods.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === period}
            onClick={() => change('period', one === 'today' ? '' : one)}
          >
            {t(`calls.periods.${one}`)}
          </button>
        ))}
      </div>
      <select
        className="input sm filter"
        aria-label={t('queues.queue')}
        value={chosen.get('queue') ?? ''}
        onChange={(event) => change('queue', event.currentTarget.value)}
      >
        <option value="">{t('calls.allQueues')}</option>
        {queues.map((one) => (
          <option key={one.queue} value={one.queue}>
            {say(one.name)}
          </option>
        ))}
      </select>
      <select
        className="input sm filter"
        aria-label={t('calls.result')}
        value={chosen.get('result') ?? ''}
        onChange={(event) => change('result', event.currentTarget.value)}
      >
        <option value="">{t('calls.allResults')}</option>
        {results.map((one) => (
          <option key={one} value={one}>
            {t(`calls.results.${one}`)}
          </option>
        ))}
      </select>
      <span className="end xs ink-3">{t('calls.refreshes')}</span>
    </>
  );
}

function itemsOf<T>(answer: Page<T> | T[]): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

function CallTable({ rows }: { rows: readonly CallRow[] }) {
  const { t } = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('calls.started')}</th>
          <th>{t('recent.who')}</th>
          <th>{t('recent.queue')}</th>
          <th>{t('calls.agent')}</th>
          <th>{t('calls.result')}</th>
          <th className="n">{t('recent.waited')}</th>
          <th className="n">{t('calls.talk')}</th>
          <th className="n">{t('recent.handled')}</th>
          <th>{t('recent.outcome')}</th>
          <th>{t('calls.recording')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <Row key={one.call} row={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: CallRow }) {
  const { t, say, language } = useWords();
  const [, go] = useLocation();
  const { data: choices } = useChoices();
  const address = `/calls/${encodeURIComponent(row.call)}`;
  const outcome = choices?.outcomes.find((one) => one.code === row.outcome);
  const figure = (seconds: number | null) => (seconds === null ? '–' : asClock(seconds));
  const who = row.customer_name || row.number || t('customer.withheld');
  return (
    <tr className="opens" onClick={() => go(address)}>
      <td className="num">
        <a
          href={address}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey) event.stopPropagation();
            else event.preventDefault();
          }}
        >
          {asMoment(row.started_at, localNow(), language, t('common.today'))}
        </a>
      </td>
      <td className="cut who">{who}</td>
      <td>{say(row.queue_name) || <span className="ink-3">–</span>}</td>
      <td>{say(row.agent_name) || <span className="ink-3">–</span>}</td>
      <td>
        <Result row={row} />
      </td>
      <td className={`n num ${row.answered && !row.answered_within ? 'c-warn' : ''}`}>
        {figure(row.waited)}
      </td>
      <td className="n num">{figure(row.talk)}</td>
      <td className="n num">{figure(row.handle)}</td>
      <td>{outcome === undefined ? <span className="ink-3">–</span> : say(outcome.words)}</td>
      <td>
        {row.recording === 'none' ? (
          <span className="ink-3">–</span>
        ) : (
          <span className="mark-line ink-2">
            <Icon name={row.recording === 'stored' ? 'play' : 'rec'} size={14} />
            {t(`calls.recordings.${row.recording}`)}
          </span>
        )}
      </td>
    </tr>
  );
}

export function useChoices() {
  return useQuery({
    queryKey: ['choices'],
    queryFn: () => get<Choices>('/choices'),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What became of the call, or where it is now. */
export function Result({ row }: { row: CallRow }) {
  const { t, say } = useWords();
  if (row.state !== 'ended' && row.state !== 'wrap_up') {
    return (
      <span className="tag tone-ring">
        <Icon name="phone" size={12} />
        {t(`calls.states.${row.state}`)}
      </span>
    );
  }
  if (row.voicemail) {
    return (
      <span className="tag tone-ring">
        <Icon name="voicemail" size={12} />
        {t('calls.results.voicemail')}
      </span>
    );
  }
  if (row.called_back) {
    return (
      <span className="tag tone-ring">
        <Icon name="phone" size={12} />
        {t('calls.results.called_back')}
      </span>
    );
  }
  if (row.turned_away) {
    return (
      <span className="tag tone-warn">
        <Icon name="phone-off" size={12} />
        {t('calls.results.turned_away')}
        {row.diverted === null ? null : ` · ${say(row.diverted)}`}
      </span>
    );
  }
  if (row.withdrawn) {
    return (
      <span className="tag">
        <Icon name="phone-off" size={12} />
        {t('calls.results.withdrawn')}
      </span>
    );
  }
  if (row.dropped) {
    return (
      <span className="tag tone-warn">
        <Icon name="alert" size={12} />
        {t('calls.results.dropped')}
      </span>
    );
  }
  if (row.direction !== 'inbound') {
    return (
      <span className={`tag ${row.answered ? 'tone-ready' : 'tone-warn'}`}>
        <Icon name={row.answered ? 'check' : 'phone-off'} size={12} />
        {t(row.answered ? 'calls.results.reached' : 'calls.results.notReached')}
      </span>
    );
  }
  if (row.answered) {
    return (
      <span className="tag tone-ready">
        <Icon name="check" size={12} />
        {t('calls.results.answered')}
      </span>
    );
  }
  if (row.abandoned || row.short_abandon) {
    return (
      <span className="tag tone-warn">
        <Icon name="phone-off" size={12} />
        {t(row.short_abandon ? 'calls.results.short_abandoned' : 'calls.results.abandoned')}
      </span>
    );
  }
  return <span className="tag">{t('calls.results.ivr')}</span>;
}
