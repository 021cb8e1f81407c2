/** After the call: what is left of wrap-up, the one extension, the whole handle time, what is next. */
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { toneOfHandle } from '../live/marks';
import { preferences } from '../live/preferences';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import { Toned, Track } from '../parts/toned';
import { tick } from '../phone/sounds';
import type { CallView, WrapUpView } from '../wire/types';
import { endOf, Recording } from './call_card';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { useIntent } from './intent_menu';
import { RefusalLine } from './refusal_line';

export function WrapUpCard({ wrapUp, call }: { wrapUp: WrapUpView; call: CallView | null }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const customer = useView((view) => view.customer);
  const offline = useDeskState((state) => state.connection !== 'open');
  const name = customer?.call === wrapUp.call ? customer.card?.name : undefined;
  return (
    <section className="card call-card" aria-label={t('state.wrap_up')}>
      <div className="row between">
        <span className="pill tone-wrap">
          <Icon name="pen" size={14} />
          {t('state.wrap_up')}
        </span>
        {call !== null && <EndedBy call={call} />}
      </div>
      <div>
        <strong className="call-name cut">
          {name ?? (call?.number || t('customer.withheld'))}
        </strong>
        <div className="row between">
          <span className="sm ink-2 num cut">
            {[name === undefined ? '' : call?.number, call === null ? '' : say(call.queue_name)]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {call !== null && <Recording state={call.recording} />}
        </div>
      </div>
      {wrapUp.until === null ? (
        <Running wrapUp={wrapUp} />
      ) : (
        <Remaining wrapUp={wrapUp} until={wrapUp.until} />
      )}
      {call?.handed_on === true && (
        <p className="note" role="status">
          <Icon name="transfer" />
          {t('wrapUp.handedOn')}
        </p>
      )}
      {wrapUp.redial && (
        <>
          <p className="note" role="status">
            <Icon name="alert" />
            {t('wrapUp.broke')}
          </p>
          <Button
            size="lg"
            icon="phone"
            wide
            disabled={offline}
            onClick={() => void desk.press({ do: 'redial', call: wrapUp.call })}
          >
            {t('wrapUp.redial')}
          </Button>
          <RefusalLine of={['redial']} />
        </>
      )}
      {wrapUp.outcome_given && !wrapUp.ends_by_outcome && (
        <p className="note" role="status">
          <Icon name="check-c" />
          {t('wrapUp.kept')}
        </p>
      )}
      {wrapUp.until !== null && wrapUp.extension > 0 && (
        <Button
          size="lg"
          icon="plus"
          wide
          disabled={wrapUp.extended || offline}
          onClick={() => void desk.press({ do: 'extend_wrap_up', call: wrapUp.call })}
        >
          {t('wrapUp.extend', { seconds: wrapUp.extension })}
          <span className="xs ink-3">{t(wrapUp.extended ? 'wrapUp.extended' : 'wrapUp.once')}</span>
        </Button>
      )}
      <RefusalLine of={['extend_wrap_up']} />
      {call !== null && <Handled call={call} wrapUp={wrapUp} />}
    </section>
  );
}

/** Who ended it. */
function EndedBy({ call }: { call: CallView }) {
  const { t } = useWords();
  return <span className="xs ink-2">{t(`wrapUp.ended.${sideOf(call)}`)}</span>;
}

function sideOf(call: CallView) {
  return (call.ended?.side ?? 'other') as 'caller' | 'agent' | 'house' | 'network' | 'other';
}

/** What she is when it is over. */
function Then({ timed }: { timed: boolean }) {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const after =
    me.intent === 'available'
      ? t('intent.ready')
      : say(reasons.find((one) => one.code === me.intent_reason)?.words) || t('intent.notReady');
  return (
    <span className="ink-3">
      {t(timed ? 'wrapUp.then' : 'wrapUp.next')} <b className="ink">{after}</b>
    </span>
  );
}

/** It lasts until she is done. */
function Running({ wrapUp }: { wrapUp: WrapUpView }) {
  const { t } = useWords();
  const seconds = useSeconds(useClock(), wrapUp.started_at);
  return (
    <div className="clock-box">
      <div className="row between sm">
        <span className="ink-2">{t('wrapUp.running')}</span>
        <Then timed={false} />
      </div>
      <div className="clock-line">
        <span className="clock c-wrap" role="timer">
          {asClock(seconds)}
        </span>
        <div className="xs ink-3">{t('wrapUp.endless')}</div>
      </div>
    </div>
  );
}

function Remaining({ wrapUp, until }: { wrapUp: WrapUpView; until: string }) {
  const { t } = useWords();
  const clock = useClock();
  const left = useSecondsLeft(clock, until);
  const whole = (Date.parse(until) - Date.parse(wrapUp.started_at)) / 1000;
  const ticked = useRef('');
  useEffect(() => {
    if (left !== 10 || ticked.current === until) return;
    ticked.current = until;
    void tick(preferences.value.speaker);
  }, [left, until]);
  return (
    <div className="clock-box">
      <div className="row between sm">
        <span className="ink-2">{t('wrapUp.left')}</span>
        <Then timed={true} />
      </div>
      <div className="clock-line">
        <span className={`clock ${left <= 10 ? 'c-warn' : 'c-wrap'}`} role="timer">
          {asClock(left)}
        </span>
        <div>
          <Track share={left / Math.max(1, whole)} tone={left <= 10 ? 'warn' : 'wrap'} />
          <div className="xs ink-3 under">{t('wrapUp.of', { seconds: Math.round(whole) })}</div>
        </div>
      </div>
    </div>
  );
}

/** The handle time and its three parts, still growing by wrap-up. */
function Handled({ call, wrapUp }: { call: CallView; wrapUp: WrapUpView }) {
  const { t } = useWords();
  const clock = useClock();
  const end = endOf(call) ?? wrapUp.started_at;
  const wrapping = useSeconds(clock, wrapUp.started_at);
  if (call.connected_at === null) return null;
  const spoken = Math.floor((Date.parse(end) - Date.parse(call.connected_at)) / 1000);
  const held = Math.floor(call.held_for);
  const whole = spoken + wrapping;
  const tone = toneOfHandle(whole, call.marks);
  const over = call.marks.handle_over;
  const scale = Math.max(over, whole) / 100;
  const parts = [
    { name: 'talk', seconds: spoken - held },
    { name: 'hold', seconds: held },
    { name: 'wrapUp', seconds: wrapping },
  ] as const;
  return (
    <div className="clock-box">
      <div className="row between sm">
        <span className="ink-2">{t('call.handle')}</span>
        <span className="strong">
          <Toned tone={tone === 'plain' ? 'ready' : tone}>
            {tone === 'over'
              ? t('clock.over', { time: asClock(whole - over) })
              : tone === 'warn'
                ? t('clock.leftToTarget', { seconds: Math.ceil(over - whole) })
                : t('clock.within', { time: asClock(over - whole) })}
          </Toned>
        </span>
      </div>
      <div className="clock-line">
        <span className="clock small">{asClock(whole)}</span>
        <div className="stacked" aria-hidden="true">
          {parts.map((one) => (
            <i key={one.name} className={one.name} style={{ width: `${one.seconds / scale}%` }} />
          ))}
        </div>
      </div>
      <div className="stacked-legend xs">
        {parts.map((one) => (
          <span key={one.name}>
            <i className={one.name} aria-hidden="true" />
            {t(`wrapUp.parts.${one.name}`)} <b className="num">{asClock(one.seconds)}</b>
          </span>
        ))}
      </div>
    </div>
  );
}

/** What she will be when wrap-up ends. */
export function AfterThis() {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const { ready, notReady } = useIntent();
  const offered = ['break', 'follow_up'];
  const shown = reasons.filter(
    (one) => offered.includes(one.code) || one.code === me.intent_reason,
  );
  const isReady = me.intent === 'available';
  return (
    <Card title={t('wrapUp.after')}>
      <div className="body after-this" role="radiogroup" aria-label={t('wrapUp.after')}>
        <Option on={isReady} label={t('intent.ready')} keys="Alt R" choose={ready} />
        {shown.map((one) => (
          <Option
            key={one.code}
            on={!isReady && me.intent_reason === one.code}
            label={say(one.words)}
            {...(one.code === 'break' ? { keys: 'Alt B' } : {})}
            choose={() => notReady(one.code)}
          />
        ))}
      </div>
    </Card>
  );
}

function Option({
  on,
  label,
  keys,
  choose,
}: {
  on: boolean;
  label: string;
  keys?: string;
  choose: () => void;
}) {
  return (
    <label className={on ? 'option on' : 'option'}>
      <input type="radio" name="after-this" checked={on} onChange={choose} />
      {label}
      {keys !== undefined && (
        <kbd className="end" aria-hidden="true">
          {keys}
        </kbd>
      )}
    </label>
  );
}

/** The call in four lines: entered, answered, held, ended. */
export function ThisCall({ call }: { call: CallView }) {
  const { t, language } = useWords();
  const lines: [string, string][] = [];
  if (call.entered_at !== null) lines.push([call.entered_at, t('wrapUp.entered')]);
  if (call.connected_at !== null) {
    lines.push([
      call.connected_at,
      t('wrapUp.answered', { seconds: Math.round(call.waited ?? 0) }),
    ]);
  }
  const end = endOf(call);
  if (end !== null) {
    lines.push([end, t(`wrapUp.ended.${sideOf(call)}`)]);
  }
  return (
    <Card title={t('wrapUp.thisCall')} fill>
      <ol className="short-timeline scrolls">
        {lines.map(([at, words]) => (
          <li key={words}>
            <time className="num">{asTime(at, language, true)}</time>
            <span>{words}</span>
          </li>
        ))}
        {call.held_for > 0 && (
          <li>
            <span />
            <span>{t('wrapUp.held', { time: asClock(call.held_for) })}</span>
          </li>
        )}
      </ol>
    </Card>
  );
}
