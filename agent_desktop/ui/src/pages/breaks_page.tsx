/** Who is out since when, and who asks to be: for those who lead a team. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { localNow, noClock, observed, type ServerClock } from '../live/server_clock';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Card, GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { answerBreak, get } from '../wire/api';
import type { Absence, BreakList, TeamPlaces } from '../wire/types';

const refreshEvery = 2_000;

/** The list, and the server's clock as of the moment it came. */
interface Told {
  readonly list: BreakList;
  readonly clock: ServerClock;
}

export default function BreaksPage() {
  const { t } = useWords();
  const told = useQuery({
    queryKey: ['breaks'],
    queryFn: async ({ signal }): Promise<Told> => {
      const list = await get<BreakList>('/breaks', signal);
      return { list, clock: observed(noClock, list.at, localNow()) };
    },
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('app.breaks');
  }, [t]);
  return (
    <main className="page breaks">
      <h1 className="sr-only">{t('breaks.title')}</h1>
      {told.isError && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('breaks.noAnswer')}
        </p>
      )}
      {told.data === undefined ? <GreyLines widths={[60, 80, 70]} /> : <Lists told={told.data} />}
    </main>
  );
}

function Lists({ told }: { told: Told }) {
  const { t } = useWords();
  const { rows, places } = told.list;
  const of = (standing: string) => rows.filter((one) => one.standing === standing);
  return (
    <>
      <Card
        title={t('breaks.asked')}
        count={of('asked').length}
        end={places.map((one) => <Places key={one.team} of={one} />)}
      >
        <Rows rows={of('asked')} clock={told.clock} />
      </Card>
      <Card title={t('breaks.out')} count={of('out').length}>
        <Rows rows={of('out')} clock={told.clock} />
      </Card>
      {of('after_call').length > 0 && (
        <Card title={t('breaks.after')} count={of('after_call').length}>
          <Rows rows={of('after_call')} clock={told.clock} />
        </Card>
      )}
    </>
  );
}

function Places({ of: { name, out, most } }: { of: TeamPlaces }) {
  const { t, say } = useWords();
  return (
    <span className={`tag num ${out >= most ? 'tone-warn' : ''}`}>
      {t('breaks.places', { team: say(name), out, most })}
    </span>
  );
}

function Rows({ rows, clock }: { rows: Absence[]; clock: ServerClock }) {
  const { t } = useWords();
  if (rows.length === 0) return <p className="empty">{t('breaks.nobody')}</p>;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('breaks.who')}</th>
          <th>{t('breaks.reason')}</th>
          <th className="n">{t('breaks.for')}</th>
          <th className="n">{t('breaks.today')}</th>
          <th>{t('breaks.limit')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <Row key={`${one.agent} ${one.standing}`} row={one} clock={clock} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, clock }: { row: Absence; clock: ServerClock }) {
  const { say } = useWords();
  const seconds = useSeconds(clock, row.since);
  return (
    <tr>
      <td>
        <b>{say(row.name)}</b> <span className="ink-3 num">{row.agent}</span>
      </td>
      <td>{say(row.reason_name)}</td>
      <td className={`n num ${row.overrun ? 'c-over strong' : ''}`}>{asClock(seconds)}</td>
      <td className="n num ink-2">{asClock(Math.floor(row.had_today))}</td>
      <td>{row.standing === 'asked' ? <Answer row={row} /> : <Limit row={row} clock={clock} />}</td>
    </tr>
  );
}

function Limit({ row, clock }: { row: Absence; clock: ServerClock }) {
  const { t } = useWords();
  const left = useSecondsLeft(clock, row.limit_at);
  const over = useSeconds(clock, row.limit_at);
  if (row.limit_at === null) return <span className="ink-3">–</span>;
  if (row.overrun || left <= 0) {
    return (
      <span className="mark-line c-over strong num">
        <Icon name="alert" />
        {t('breaks.over', { time: asClock(Math.max(0, over)) })}
      </span>
    );
  }
  return <span className="ink-2 num">{t('breaks.left', { time: asClock(left) })}</span>;
}

function Answer({ row }: { row: Absence }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (granted: boolean) => answerBreak(row.agent, row.reason, granted),
    onSettled: () => queries.invalidateQueries({ queryKey: ['breaks'] }),
  });
  const waits = row.waits_for as 'nothing' | 'place' | 'leader';
  return (
    <span className="row">
      <span className="ink-2 grow">
        {answer.isError ? t('breaks.late') : t(`breaks.waits.${waits}`)}
      </span>
      <Button
        kind="primary"
        size="sm"
        icon="check"
        disabled={answer.isPending}
        onClick={() => answer.mutate(true)}
      >
        {t('breaks.grant')}
      </Button>
      <Button size="sm" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
        {t('breaks.refuse')}
      </Button>
    </span>
  );
}
