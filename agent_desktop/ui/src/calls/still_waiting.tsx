/** Why a call still waits: its place, what it needs, who could take it, and what changes when. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from '../i18n';
import { asTime } from '../live/format';
import { Icon } from '../parts/icon';
import { get } from '../wire/api';
import type { SearchRow, StaffRow, StillWaiting as Waits } from '../wire/types';

const refreshEvery = 2_000;

export function StillWaiting({ call }: { call: string }) {
  const { t } = useWords();
  const waits = useQuery({
    queryKey: ['waiting', call],
    queryFn: ({ signal }) =>
      get<Waits | null>(`/calls/${encodeURIComponent(call)}/waiting`, signal),
    refetchInterval: refreshEvery,
  });
  if (waits.isError) return <p className="empty">{t('calls.failed')}</p>;
  if (waits.data === undefined || waits.data === null) return null;
  return <Story of={waits.data} />;
}

function Story({ of: waits }: { of: Waits }) {
  const { t, say, language } = useWords();
  const time = (at: string) => asTime(at, language, true);
  return (
    <section className="offer-story" aria-label={t('waits.title')}>
      <p className="sm">
        <b>{t('waits.title')}</b>
      </p>
      <dl className="reasons">
        <Line name={t('waits.place')}>
          {waits.ahead === 0 ? t('waits.next') : t('waits.ahead', { count: waits.ahead })}
          {' · '}
          {t('waits.priority', { priority: waits.priority })}
          {' · '}
          {t('waits.promise', { time: time(waits.due_at) })}
        </Line>
        {waits.first.length > 0 && (
          <Line name={t('waits.first')}>
            {waits.first.slice(0, 3).map((one) => (
              <Link key={one.call} href={`/calls/${one.call}`} className="num">
                {one.call.slice(-6)} ({one.priority}){' '}
              </Link>
            ))}
            {waits.ahead > 3 && '…'}
          </Line>
        )}
        <Line name={t('waits.needs')}>
          <SearchWords of={waits.search} />
        </Line>
        <Line name={t('waits.agents')}>
          <StaffWords of={waits.staff} />
        </Line>
        {waits.preferred !== null && waits.preferred_until !== null && (
          <Line name={t('waits.preferred')}>
            {t('waits.until', {
              name: say(waits.preferred_name) || waits.preferred,
              time: time(waits.preferred_until),
            })}
          </Line>
        )}
        {waits.then !== null && waits.widens_at !== null && (
          <Line name={t('waits.widensAt', { time: time(waits.widens_at) })}>
            <SearchWords of={waits.then} />
          </Line>
        )}
        {waits.goes_first_at !== null && (
          <Line name={t('waits.goesFirst')}>{time(waits.goes_first_at)}</Line>
        )}
        {waits.rests && <Line name={t('waits.rests')}>{t('waits.restsWhy')}</Line>}
      </dl>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is asked for, of whom. */
export function SearchWords({ of: search }: { of: SearchRow }) {
  const { t, say } = useWords();
  const needs = search.needs.map((one) => `${say(one.name)} ≥ ${one.at_least}`);
  const queues = search.queues.map((one) => say(one.name));
  return (
    <>
      {needs.length === 0 ? t('waits.noNeeds') : needs.join(' · ')}
      <span className="ink-3">
        {' '}
        ({queues.join(' + ')}
        {search.width > 0 && ` · ${t('waits.widened', { step: search.width })}`})
      </span>
    </>
  );
}

/** How many there are, and what keeps them. */
export function StaffWords({ of: staff }: { of: StaffRow }) {
  const { t, say } = useWords();
  if (staff.signed_in === 0) {
    return (
      <b className="mark-line c-over">
        <Icon name="alert" />
        {t('waits.nobody')}
      </b>
    );
  }
  const short = staff.short.map((one) =>
    t('waits.short', { count: one.count, skill: say(one.name) }),
  );
  return (
    <span className="num">
      {t('waits.staff', {
        count: staff.signed_in,
        free: staff.free,
        busy: staff.busy,
        away: staff.not_ready,
      })}
      {short.map((one) => ` · ${one}`)}
    </span>
  );
}
