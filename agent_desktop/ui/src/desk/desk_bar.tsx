/** The bar above every page of an agent: state and clock, queues, the day, the audio, who she is. */
import { useWords } from '../i18n';
import { asClock, asShare } from '../live/format';
import { toneOfWait } from '../live/marks';
import { useStore } from '../live/store';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { Toned } from '../parts/toned';
import type { QueueView } from '../wire/types';
import { useReasonWords, useStateWords } from './absence_lines';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { IntentMenu } from './intent_menu';
import { beganAt, iconOf, looks, type Shown, shownOf } from './states';

/** States in which nothing is going on, so that the state itself can be changed. */
const free = new Set<Shown>(['ready', 'not_ready', 'not_responding', 'unreachable', 'logged_out']);

export function DeskBar() {
  const desk = useDesk();
  const shown = useView(shownOf);
  const me = useView((view) => view.me);
  const { t, say } = useWords();
  const stale = useDeskState((state) => state.stale || state.connection !== 'open');
  return (
    <header className={`bar ${stale ? 'stale' : ''}`}>
      {free.has(shown) ? <OpenState shown={shown} /> : <FixedState shown={shown} />}
      {!free.has(shown) && <AfterCall />}
      <span className="sep" />
      <BarQueues />
      <Day />
      <span className="sep" />
      <Signal />
      <Button
        kind="quiet"
        aria-label={t('keys.title')}
        title={t('keys.title')}
        onClick={() => desk.keysShown.set(!desk.keysShown.value)}
      >
        <kbd aria-hidden="true">?</kbd>
      </Button>
      <span className="who">
        <b>{say(me.name)}</b>
        <span className="num">{t('bar.workNumber', { number: me.work_number })}</span>
      </span>
    </header>
  );
}

function StateWords({ shown }: { shown: Shown }) {
  const called = useStateWords();
  const reason = useView((view) => view.me.reason);
  const began = useView((view) => beganAt(view, shown));
  const seconds = useSeconds(useClock(), began);
  return (
    <>
      <Icon name={iconOf(shown, reason)} />
      {called(shown)} <span className="num live">{asClock(seconds)}</span>
    </>
  );
}

function FixedState({ shown }: { shown: Shown }) {
  return (
    <span className={`state tone-${looks[shown].tone}`} role="status">
      <StateWords shown={shown} />
    </span>
  );
}

function OpenState({ shown }: { shown: Shown }) {
  return (
    <IntentMenu>
      <button type="button" className={`state tone-${looks[shown].tone}`}>
        <StateWords shown={shown} />
        <Icon name="down" />
      </button>
    </IntentMenu>
  );
}

/** What she will be after this call. */
function AfterCall() {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const called = useReasonWords();
  const words = reasons.find((one) => one.code === me.intent_reason)?.words;
  return (
    <IntentMenu>
      <Button kind="quiet" size="lg">
        <span>
          {t('bar.afterCall')}{' '}
          <b className="ink">
            {me.intent === 'available' ? t('state.ready') : say(words) || t('state.not_ready')}
          </b>
          {me.asked !== null && (
            <span className="xs ink-3 block">
              {t('bar.asked', { reason: called(me.asked.reason) })}
            </span>
          )}
        </span>
        <Icon name="down" />
      </Button>
    </IntentMenu>
  );
}

/** Who waits in her queues: sum, then the longest, with its tone. */
function BarQueues() {
  const { t, say } = useWords();
  const queues = useView((view) => view.queues);
  const waiting = queues.filter((one) => one.waiting > 0);
  const longest = longestOf(queues);
  return (
    <section className="bar-queues live" aria-label={t('queues.title')}>
      {waiting.length === 0 && (
        <span>
          {t('bar.myQueues')} <b className="num">0</b>
        </span>
      )}
      {waiting.slice(0, 2).map((one) => (
        <span key={one.id}>
          {t('bar.queueWaiting', { queue: say(one.name) })} <b className="num">{one.waiting}</b>
        </span>
      ))}
      <span>
        {t('bar.longest')} {longest === null ? <b>–</b> : <Longest queue={longest} />}
      </span>
    </section>
  );
}

export function Longest({ queue }: { queue: QueueView }) {
  const seconds = useSeconds(useClock(), queue.longest_entered_at);
  return (
    <b>
      <Toned tone={toneOfWait(seconds, queue.marks)}>{asClock(seconds)}</Toned>
    </b>
  );
}

function longestOf(queues: readonly QueueView[]): QueueView | null {
  let longest: QueueView | null = null;
  for (const one of queues) {
    if (one.longest_entered_at === null) continue;
    const earlier = longest?.longest_entered_at ?? null;
    if (earlier === null || one.longest_entered_at < earlier) longest = one;
  }
  return longest;
}

function Day() {
  const { t, language } = useWords();
  const day = useView((view) => view.day);
  return (
    <div className="bar-day live">
      <span>
        {t('bar.answered')}
        <b>{day.answered}</b>
      </span>
      <span>
        {t('bar.handle')}
        <b>{day.handle_median === null ? '–' : asClock(day.handle_median)}</b>
      </span>
      <span>
        {t('bar.service')}
        <b>{asShare(day.service_level, language)}</b>
      </span>
    </div>
  );
}

const gradeTone = { good: 'ready', fair: 'warn', poor: 'over' } as const;

/** How good her audio is, and what to do when it is not. */
function Signal() {
  const { t, language } = useWords();
  const desk = useDesk();
  const report = useStore(desk.audio.report, (value) => value);
  const softphone = useDeskState((state) => state.softphone);
  if (!softphone) return <span className="mark-line ink-2 sm">{t('audio.deskPhone')}</span>;
  if (report.state !== 'ready') {
    const tone = report.state === 'failed' ? 'over' : 'warn';
    return (
      <span className={`mark-line sm c-${tone}`}>
        <Icon name={report.state === 'failed' ? 'unplug' : 'signal'} />
        {t(`audio.short.${report.state}`)}
      </span>
    );
  }
  const { quality } = report;
  if (quality === null) {
    return (
      <span className="mark-line sm c-ready">
        <Icon name="signal" />
        {t('audio.standing')}
      </span>
    );
  }
  const title = t('audio.figures', {
    rtt: Math.round(quality.roundTrip),
    loss: asShare(quality.loss, language),
    jitter: Math.round(quality.jitter),
  });
  return (
    <span className={`mark-line sm c-${gradeTone[quality.grade]}`} title={title}>
      <Icon name="signal" />
      {quality.grade === 'good' ? (
        t('audio.quality.good')
      ) : (
        <span className="two-lines">
          <b>
            {t(`audio.quality.${quality.grade}`)} · MOS {quality.mos.toFixed(1)}
          </b>
          <span className="xs">
            {t('audio.lossHint', { loss: asShare(quality.loss, language) })}
          </span>
        </span>
      )}
    </span>
  );
}
