/** The story in one line: began, queue, agent, IVR, waited, handled, outcome. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n';
import { asClock, asDay, asTime } from '../live/format';
import { useChoices } from '../pages/calls_page';
import { Toned } from '../parts/toned';
import type { CallDetail } from '../wire/types';

export function FactsStrip({ detail }: { detail: CallDetail }) {
  const { t, say, language } = useWords();
  const { data: choices } = useChoices();
  const outcome = choices?.outcomes.find((one) => one.code === detail.outcome);
  const figure = (seconds: number | null) => (seconds === null ? '–' : asClock(seconds));
  return (
    <section className="card facts-strip" aria-label={t('callPage.strip')}>
      <Fact label={t('calls.started')}>
        {asDay(detail.started_at, language)} {asTime(detail.started_at, language, true)}
      </Fact>
      <Fact label={t('recent.queue')}>{say(detail.queue_name) || '–'}</Fact>
      <Fact label={t('calls.agent')}>{say(detail.agent_name) || '–'}</Fact>
      <Fact label={t('callPage.ivr')}>{figure(detail.ivr)}</Fact>
      <Fact label={t('recent.waited')}>
        {detail.answered ? (
          <Toned tone={detail.answered_within ? 'ready' : 'over'}>{figure(detail.waited)}</Toned>
        ) : (
          figure(detail.waited)
        )}
      </Fact>
      <Fact label={t('callPage.handled')}>
        {figure(detail.handle)}
        {detail.handle !== null && (
          <span className="parts num">
            = {figure(detail.talk ?? 0)} + {figure(detail.hold ?? 0)} +{' '}
            {figure(detail.wrap_up ?? 0)}
          </span>
        )}
      </Fact>
      <Fact label={t('notes.outcome')}>
        {outcome === undefined
          ? '–'
          : `${outcome.key > 0 ? `${outcome.key} ` : ''}${say(outcome.words)}`}
      </Fact>
      {detail.survey_asked && (
        <Fact label={t('callPage.survey')}>{detail.survey_score ?? t('callPage.notRated')}</Fact>
      )}
      <Fact label={t('callPage.ending')}>
        {detail.ending === null
          ? '–'
          : t(`side.${detail.ending.side}` as 'side.caller', { defaultValue: detail.ending.side })}
      </Fact>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <span>{label}</span>
      <b className="num">{children}</b>
    </div>
  );
}
