/** Which queues take calls and when that changes, and the emergency switch of each and of the house. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { asMoment, asTime } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { Card, GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { get, pressEmergency } from '../wire/api';
import type { EmergencyShape, EmergencyWanted, OpeningList, QueueOpening } from '../wire/types';

const refreshEvery = 2_000;

export default function OpeningPage() {
  const { t } = useWords();
  const told = useQuery({
    queryKey: ['opening'],
    queryFn: ({ signal }) => get<OpeningList>('/opening', signal),
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('app.opening');
  }, [t]);
  return (
    <main className="page breaks">
      <h1 className="sr-only">{t('opening.title')}</h1>
      {told.isError && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('breaks.noAnswer')}
        </p>
      )}
      {told.data === undefined ? <GreyLines widths={[60, 80, 70]} /> : <Doors list={told.data} />}
    </main>
  );
}

function Doors({ list }: { list: OpeningList }) {
  const { t } = useWords();
  return (
    <>
      <Card title={t('opening.house')}>
        <div className="body">
          <Switch
            list={list}
            what={t('opening.house')}
            queue={null}
            pressed={list.emergency}
            may={list.may_press}
          />
        </div>
      </Card>
      <Card title={t('opening.title')} count={list.queues.length}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('opening.queue')}</th>
              <th>{t('opening.state')}</th>
              <th>{t('opening.next')}</th>
              <th>{t('opening.calendar')}</th>
              <th>{t('opening.switch')}</th>
            </tr>
          </thead>
          <tbody>
            {list.queues.map((one) => (
              <Row key={one.queue} row={one} list={list} />
            ))}
          </tbody>
        </table>
      </Card>
    </>
  );
}

function Row({ row, list }: { row: QueueOpening; list: OpeningList }) {
  const { t, say } = useWords();
  return (
    <tr>
      <td>
        <b>{say(row.name)}</b>
      </td>
      <td>
        <State row={row} />
      </td>
      <td className="num ink-2">
        <Next row={row} />
      </td>
      <td className="ink-2">{row.calendar === '' ? t('opening.always') : row.calendar}</td>
      <td>
        <Switch
          list={list}
          what={say(row.name)}
          queue={row.queue}
          pressed={row.emergency}
          may={row.may_press}
        />
      </td>
    </tr>
  );
}

function State({ row: { opening } }: { row: QueueOpening }) {
  const { t } = useWords();
  if (opening.open) {
    return (
      <span className="tag tone-ready">
        <Icon name="ok" size={12} />
        {t('opening.open')}
      </span>
    );
  }
  const emergency = opening.because === 'emergency';
  return (
    <span className={`tag ${emergency ? 'tone-over' : 'tone-warn'}`}>
      <Icon name={emergency ? 'stop' : 'lock'} size={12} />
      {t(`opening.${opening.because as 'closed'}`)}
    </span>
  );
}

/** By the calendar, whatever the switch says. */
function Next({ row }: { row: QueueOpening }) {
  const { t, language } = useWords();
  const { changes_at: at, because } = row.opening;
  if (at === null) return row.calendar === '' ? '–' : t('opening.noChange');
  const time = asMoment(at, localNow(), language, t('common.today'));
  if (because === 'emergency') return time;
  return t(row.opening.open ? 'opening.closesAt' : 'opening.opensAt', { time });
}

interface SwitchWishes {
  list: OpeningList;
  what: string;
  queue: string | null;
  pressed: EmergencyShape | null;
  may: boolean;
}

function Switch({ list, what, queue, pressed, may }: SwitchWishes) {
  const { t } = useWords();
  const [asking, ask] = useState(false);
  if (asking && pressed === null) {
    return <Sure list={list} what={what} queue={queue} done={() => ask(false)} />;
  }
  return (
    <span className="row">
      {pressed !== null && <Pressed by={pressed} />}
      {pressed !== null && may && <Release queue={queue} pressed={pressed} />}
      {pressed === null && may && (
        <Button size="sm" icon="stop" className="c-over" onClick={() => ask(true)}>
          {t('opening.press')}
        </Button>
      )}
      {pressed === null && !may && <span className="ink-3">–</span>}
    </span>
  );
}

function Pressed({ by }: { by: EmergencyShape }) {
  const { t, say, language } = useWords();
  const name = by.by_name === null ? (by.by ?? '') : say(by.by_name);
  return (
    <span className="mark-line c-over strong grow">
      <Icon name="stop" />
      {say(by.reason_name)} {t('opening.by', { name, time: asTime(by.since, language) })}
    </span>
  );
}

function Release({ queue, pressed }: { queue: string | null; pressed: EmergencyShape }) {
  const { t } = useWords();
  const press = usePress();
  const reason = pressed.reason as EmergencyWanted['reason'];
  return (
    <Button
      size="sm"
      disabled={press.isPending}
      onClick={() => press.mutate({ on: false, queue, reason })}
    >
      {t(press.isError ? 'opening.late' : 'opening.release')}
    </Button>
  );
}

/** One press more, with a reason: nobody closes a house by a slip of the hand. */
function Sure({
  list,
  what,
  queue,
  done,
}: Omit<SwitchWishes, 'pressed' | 'may'> & { done: () => void }) {
  const { t, say } = useWords();
  const press = usePress();
  const [reason, because] = useState('evacuation');
  const [announcement, says] = useState('');
  const close = () => {
    const wanted = { on: true, queue, reason: reason as EmergencyWanted['reason'], announcement };
    press.mutate(wanted, { onSuccess: done });
  };
  return (
    <div className="sure">
      <b className="c-over">{t('opening.sure', { what })}</b>
      <label>
        {t('opening.reason')}
        <select value={reason} onChange={(event) => because(event.target.value)}>
          {list.reasons.map((one) => (
            <option key={one.code} value={one.code}>
              {say(one.name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('opening.announcement')}
        <select value={announcement} onChange={(event) => says(event.target.value)}>
          <option value="">{t('opening.usual')}</option>
          {list.announcements.map((one) => (
            <option key={one.name} value={one.name} title={Object.values(one.texts).join('\n')}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Button size="sm" icon="stop" className="c-over" disabled={press.isPending} onClick={close}>
        {t(press.isError ? 'opening.late' : 'opening.press')}
      </Button>
      <Button size="sm" onClick={done}>
        {t('opening.cancel')}
      </Button>
    </div>
  );
}

function usePress() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: pressEmergency,
    onSettled: () => queries.invalidateQueries({ queryKey: ['opening'] }),
  });
}
