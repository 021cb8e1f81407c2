/** Not ready: for how long still, what she asked for, and why she gets no calls just now. */
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import type { BreakAskedView } from '../wire/types';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import type { Shown } from './states';

/** What a reason is called. */
export function useReasonWords(): (code: string) => string {
  const { t, say } = useWords();
  const reasons = useView((view) => view.choices.reasons);
  return (code) => say(reasons.find((one) => one.code === code)?.words) || t('state.not_ready');
}

/** What her state is called: why she is not ready, where that has a name of its own. */
export function useStateWords(): (shown: Shown) => string {
  const { t, say } = useWords();
  const reason = useView((view) => view.me.reason);
  const reasons = useView((view) => view.choices.reasons);
  return (shown) => {
    if (shown !== 'not_ready') return t(`state.${shown}`);
    if (reason === 'listening') return t('listen.state');
    return say(reasons.find((one) => one.code === reason)?.words) || t('state.not_ready');
  };
}

/** What is left of the reason's limit, or by how much it is passed; nothing is forced. */
export function Limit() {
  const { t } = useWords();
  const clock = useClock();
  const { limit_at: limit, overrun } = useView((view) => view.me);
  const left = useSecondsLeft(clock, limit);
  const over = useSeconds(clock, limit);
  if (limit === null) return null;
  if (overrun || left <= 0) {
    return (
      <span className="mark-line sm strong c-over" role="status">
        <Icon name="alert" />
        {t('ready.overrun', { time: asClock(Math.max(0, over)) })}
      </span>
    );
  }
  return <span className="sm ink-2 num">{t('ready.limit', { time: asClock(left) })}</span>;
}

const pauses = {
  declined: 'ready.because.declined',
  busy: 'ready.because.busy',
  no_answer: 'ready.because.no_answer',
  unreachable: 'ready.because.unreachable',
  device_lost: 'ready.because.device_lost',
  connect_failed: 'ready.because.connect_failed',
} as const;

/** Why she gets no calls for the moment, after an offer that came to nothing. */
export function Because() {
  const { t } = useWords();
  const reason = useView((view) => view.me.reason);
  const told = useDeskState((state) => state.gone !== null);
  const words = pauses[reason as keyof typeof pauses];
  if (words === undefined || told) return null;
  return (
    <p className="note" role="status">
      <Icon name="info" />
      {t(words)}
    </p>
  );
}

/** What she asked for and has no answer to, or what was refused. */
export function Asked() {
  const { t } = useWords();
  const { asked, refused } = useView((view) => view.me);
  const called = useReasonWords();
  if (asked !== null) return <Open asked={asked} />;
  if (refused === '') return null;
  return (
    <p className="note warn" role="status">
      <Icon name="info" />
      {t('ready.refused', { reason: called(refused) })}
    </p>
  );
}

function Open({ asked }: { asked: BreakAskedView }) {
  const { t } = useWords();
  const desk = useDesk();
  const called = useReasonWords();
  const offline = useDeskState((state) => state.connection !== 'open');
  const waits = asked.waits_for as 'nothing' | 'place' | 'leader';
  return (
    <div className="note" role="status">
      <Icon name="cup" />
      <span className="grow">
        <b>{t('ready.asked', { reason: called(asked.reason) })}</b>
        <span className="xs ink-2 block">{t(`ready.waits.${waits}`, { count: asked.ahead })}</span>
      </span>
      <Button
        kind="quiet"
        size="sm"
        disabled={offline}
        onClick={() => void desk.press({ do: 'take_back_break' })}
      >
        {t('ready.takeBack')}
      </Button>
    </div>
  );
}
