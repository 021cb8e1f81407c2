/** Between calls: what she is, for how long, and the way to be something else. */
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { Asked, Because, Limit, useStateWords } from './absence_lines';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { IntentMenu, useIntent } from './intent_menu';
import { RefusalLine } from './refusal_line';
import { iconOf, looks, type Shown, shownOf } from './states';

export function ReadyCard() {
  const { t } = useWords();
  const me = useView((view) => view.me);
  const shown = useView(shownOf);
  const called = useStateWords();
  const clock = useClock();
  const seconds = useSeconds(clock, me.since);
  const left = useSecondsLeft(clock, me.until);
  return (
    <section className="card ready-card" aria-label={t('ready.title')}>
      <div className="row between">
        <span className={`mark-line lg strong c-${toneColour(shown)}`}>
          <Icon name={iconOf(shown, me.reason)} />
          {called(shown)}
        </span>
        <span className="xs ink-3">{t(hintOf(shown))}</span>
      </div>
      <div className="ready-clock">
        <span className={`clock ${me.overrun ? 'c-over' : ''}`}>{asClock(seconds)}</span>
        <span className="sm ink-2">
          {me.until !== null && left > 0
            ? t('ready.until', { time: asClock(left) })
            : t('ready.since')}
        </span>
        <Limit />
      </div>
      <GoneLine />
      <Because />
      <Asked />
      <Choices shown={shown} />
      <RefusalLine of={['set_intent', 'take_back_break']} />
    </section>
  );
}

function toneColour(shown: Shown): string {
  const { tone } = looks[shown];
  return tone === 'lost' ? 'over' : tone === 'ring' ? 'accent' : tone === 'hold' ? 'talk' : tone;
}

function hintOf(shown: Shown) {
  if (shown === 'ready') return 'ready.hint.ready' as const;
  if (shown === 'not_responding') return 'ready.hint.not_responding' as const;
  if (shown === 'unreachable') return 'ready.hint.unreachable' as const;
  return 'ready.hint.not_ready' as const;
}

/** Why the offer that was here is gone. */
function GoneLine() {
  const { t } = useWords();
  const gone = useDeskState((state) => state.gone);
  if (gone === null) return null;
  const how = gone.how as
    | 'expired'
    | 'rejected'
    | 'busy'
    | 'withdrawn'
    | 'taken'
    | 'unreachable'
    | 'device_lost'
    | 'connect_failed'
    | 'not_reached';
  const harmless =
    how === 'rejected' || how === 'withdrawn' || how === 'taken' || how === 'not_reached';
  return (
    <p className={`note ${harmless ? '' : 'warn'}`} role="status">
      <Icon name={how === 'expired' ? 'bell-off' : 'info'} />
      {t(`gone.${how}`)}
    </p>
  );
}

function Choices({ shown }: { shown: Shown }) {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const offline = useDeskState((state) => state.connection !== 'open');
  const desk = useDesk();
  const { ready, notReady } = useIntent();
  const rest = reasons.find((one) => one.code === 'break') ?? reasons[0];
  return (
    <>
      {shown !== 'ready' && (
        <Button
          kind="primary"
          size="lg"
          icon="ok"
          wide
          disabled={!me.can_be_ready || offline}
          onClick={ready}
        >
          {t('intent.ready')}
        </Button>
      )}
      {shown !== 'ready' && !me.can_be_ready && (
        <p className="note warn">
          <Icon name="alert" />
          <span className="grow">
            {t(
              me.cannot_because === 'audio_absent'
                ? 'refusal.audio_absent'
                : 'refusal.audio_not_checked',
            )}
          </span>
          <Button kind="quiet" size="sm" onClick={() => desk.checking.set(true)}>
            {t('audio.check')}
          </Button>
        </p>
      )}
      <div className="two-buttons">
        {rest !== undefined && (
          <Button size="lg" icon="cup" disabled={offline} onClick={() => notReady(rest.code)}>
            {say(rest.words)}
          </Button>
        )}
        <IntentMenu>
          <Button size="lg" icon="minus" disabled={offline}>
            {t('intent.notReadyShort')}
            <Icon name="down" />
          </Button>
        </IntentMenu>
      </div>
    </>
  );
}
