/** Messages that callers hear because of an incident: which run, which are planned, which are over. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { asMoment } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { Card, GreyLines } from '../parts/card';
import { Icon, type IconName } from '../parts/icon';
import { get } from '../wire/api';
import type { IncidentList, IncidentShape } from '../wire/types';
import { IncidentForm, Missing } from './incident_form';
import { useIncidentPress } from './use_incident_press';

const refreshEvery = 2_000;

export default function IncidentsPage() {
  const { t } = useWords();
  const told = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => get<IncidentList>('/incidents', signal),
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('app.incidents');
  }, [t]);
  return (
    <main className="page incidents">
      <h1 className="sr-only">{t('incidents.title')}</h1>
      {told.isError && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('incidents.noAnswer')}
        </p>
      )}
      {told.data === undefined ? <GreyLines widths={[60, 80, 70]} /> : <Lists list={told.data} />}
    </main>
  );
}

function Lists({ list }: { list: IncidentList }) {
  const { t } = useWords();
  const [changed, change] = useState<IncidentShape | null>(null);
  const [forms, count] = useState(0);
  const done = () => {
    change(null);
    count(forms + 1);
  };
  return (
    <>
      <div className="incident-lists">
        <Card title={t('incidents.open')} count={list.open.length}>
          {list.open.length === 0 && <p className="empty">{t('incidents.none')}</p>}
          {list.open.map((one) => (
            <Incident key={one.incident} one={one} change={() => change(one)} />
          ))}
        </Card>
        {list.over.length > 0 && (
          <Card title={t('incidents.over')} count={list.over.length}>
            {list.over.map((one) => (
              <Incident key={one.incident} one={one} />
            ))}
          </Card>
        )}
      </div>
      {list.may_press && (
        <IncidentForm
          key={`${changed?.incident ?? ''}/${changed?.version ?? 0}/${forms}`}
          list={list}
          changed={changed}
          done={done}
        />
      )}
    </>
  );
}

const states: Readonly<Record<IncidentShape['state'], [string, IconName]>> = {
  running: ['tone-ready', 'vol'],
  planned: ['', 'clock'],
  speaking: ['', 'clock'],
  silent: ['tone-over', 'stop'],
  over: ['', 'check'],
};

function Incident({ one, change }: { one: IncidentShape; change?: () => void }) {
  const { t, say } = useWords();
  const [tone, icon] = states[one.state];
  const where = one.queues?.map((queue) => say(queue.name)).join(', ');
  return (
    <article className="incident" aria-label={say(one.what_name)} data-state={one.state}>
      <header className="row">
        <b>{say(one.what_name)}</b>
        <span className={`tag ${tone}`}>
          <Icon name={icon} size={12} />
          {t(`incidents.state.${one.state}`)}
        </span>
        <span className="cut grow ink-2">{where ?? t('incidents.everybody')}</span>
        {change !== undefined && one.may_press && <Deeds one={one} change={change} />}
      </header>
      {Object.entries(one.texts).map(([language, text]) => (
        <p key={language} lang={language === 'mandarin' ? 'zh-CN' : 'en'}>
          {text}
        </p>
      ))}
      {one.state !== 'over' && one.missing.length > 0 && (
        <p className="xs ink-3">
          <Missing languages={one.missing} />
        </p>
      )}
      <p className="xs ink-3">
        <Told one={one} />
      </p>
    </article>
  );
}

/** From when to when, and who said so. */
function Told({ one }: { one: IncidentShape }): ReactNode {
  const { t, say, language } = useWords();
  const moment = (at: string) => asMoment(at, localNow(), language, t('common.today'));
  const span = `${moment(one.begins)} – ${moment(one.ended_at ?? one.ends)}`;
  const name = one.by_name === null ? one.by : say(one.by_name);
  const parts = [span, t('incidents.setBy', { name, time: moment(one.set_at) })];
  if (one.version > 1) parts.push(t('incidents.version', { number: one.version }));
  if (one.state === 'over') {
    const ender = one.ended_by_name === null ? one.ended_by : say(one.ended_by_name);
    parts.push(
      ender === null ? t('incidents.endedByTime') : t('incidents.endedBy', { name: ender }),
    );
  }
  return parts.join(' · ');
}

/** Its end takes one press more. */
function Deeds({ one, change }: { one: IncidentShape; change: () => void }) {
  const { t } = useWords();
  const [asking, ask] = useState(false);
  const { press, pressing, refusal } = useIncidentPress(() => ask(false));
  const end = () => press({ incident: one.incident, wanted: null });
  if (!asking) {
    return (
      <>
        <Button size="sm" icon="pen" onClick={change}>
          {t('incidents.change')}
        </Button>
        <Button size="sm" icon="stop" onClick={() => ask(true)}>
          {t('incidents.end')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button size="sm" icon="stop" className="c-over" disabled={pressing} onClick={end}>
        {t(refusal === null ? 'incidents.endSure' : 'incidents.late')}
      </Button>
      <Button size="sm" onClick={() => ask(false)}>
        {t('incidents.cancel')}
      </Button>
    </>
  );
}
