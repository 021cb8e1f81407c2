/**
 * The call: its clocks and its controls, in an order that never changes.
 *
 * Which control may be pressed, and which stands pressed, the server says.
 */
import { useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { isHeldLong, toneOfHandle, toneOfWait } from '../live/marks';
import { useStore } from '../live/store';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon, type IconName } from '../parts/icon';
import { Toned, Track } from '../parts/toned';
import type { CallView } from '../wire/types';
import { type CallDeeds, callDeeds } from './call_deeds';
import { ConsultCard } from './consult_card';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { Keypad } from './keypad';
import { HeardBy } from './listen_card';
import { RefusalLine } from './refusal_line';
import { looks, shownOf } from './states';
import { Refused, TransferBox } from './transfer_box';
import { isOutside } from './transfer_words';

export function CallCard({ call }: { call: CallView }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const keypad = useStore(desk.keypad, (value) => value);
  const transferring = useStore(desk.transferring, (value) => value);
  const mayTransfer = call.may.includes('transfer');
  const consults = call.consult !== null;
  // The box is of this call, and has done its work once somebody is asked.
  useEffect(() => {
    if (consults || call.call === '') desk.transferring.set(false);
    return () => desk.transferring.set(false);
  }, [desk, call.call, consults]);
  const shown = useView(shownOf);
  const customer = useView((view) => view.customer);
  const offline = useDeskState((state) => state.connection !== 'open');
  const deeds = callDeeds(call, (command) => void desk.press(command));
  const name = customer?.call === call.call ? customer.card?.name : undefined;
  return (
    <>
      <section className="card call-card" aria-label={t('call.title')}>
        <div className="row between">
          <span className={`pill tone-${looks[shown].tone}`}>
            <Icon name={looks[shown].icon} size={14} />
            {call.auto ? t('call.auto') : t(`state.${shown}`)}
          </span>
          <Recording state={call.recording} />
        </div>
        <div>
          <strong className="call-name cut">
            {name ?? (call.number || t('customer.withheld'))}
          </strong>
          <div className="sm ink-2 num cut">
            {[name === undefined ? '' : call.number, `${say(call.queue_name)} ${call.dialled}`]
              .filter((one) => one.trim() !== '')
              .join(' · ')}
          </div>
        </div>
        {call.brought.length > 0 && (
          <p className="sm ink-2 cut">
            {call.brought.map((one) => `${one.name} ${one.value}`).join(' · ')}
          </p>
        )}
        <Handed call={call} />
        {call.phase === 'interrupted' && (
          <p className="note over" role="alert">
            <Icon name="unplug" />
            {t('call.interrupted')}
          </p>
        )}
        {call.auto && (
          <p className="note" role="status">
            <Icon name="headset" />
            {t('call.autoHint')}
          </p>
        )}
        {call.outgoing && call.phase === 'connecting' && (
          <p className="note accent" role="status">
            <Icon name="phone" />
            {t('callback.calling')}
          </p>
        )}
        {call.held_since !== null && <HeldLong call={call} since={call.held_since} />}
        <HeardBy />
        <Handle call={call} />
        <Times call={call} />
        <div className="controls">
          <Control
            icon={call.muted ? 'mic-off' : 'mic'}
            pressed={call.muted}
            does={deeds.mute}
            offline={offline}
            label={t('call.mute')}
            keys="Ctrl+Shift+M"
          />
          <Control
            icon="pause"
            pressed={call.phase === 'held'}
            does={deeds.hold}
            offline={offline}
            label={t(call.phase === 'held' ? 'call.retrieve' : 'call.hold')}
            keys="Ctrl+Shift+O"
          />
          <Control
            icon="keypad"
            expanded={keypad}
            does={deeds.keys === undefined ? undefined : () => desk.showKeypad(!keypad)}
            offline={offline}
            label={t('call.keypad')}
            keys="Ctrl+Shift+K"
          />
          <Control
            icon="transfer"
            expanded={transferring && mayTransfer}
            does={mayTransfer ? () => desk.showTransfer(!transferring) : undefined}
            offline={offline}
            label={t('call.transfer')}
            keys="Ctrl+Shift+Y"
          />
          <Control
            icon="users"
            pressed={call.consult?.state === 'conference'}
            does={deeds.conference}
            offline={offline}
            label={t('call.conference')}
            keys="Ctrl+Shift+J"
          />
          <Control
            icon="rec-pause"
            pressed={call.recording === 'paused'}
            does={deeds.recording}
            offline={offline}
            label={t(call.recording === 'paused' ? 'call.resumeRecording' : 'call.pauseRecording')}
            keys="Ctrl+Shift+P"
          />
        </div>
        {call.wrap_up_asked !== null && (
          <AskWrapUp call={call.call} asked={call.wrap_up_asked} offline={offline} />
        )}
        <HangUp call={call} deeds={deeds} offline={offline} />
        <RefusalLine
          of={[
            'mute',
            'unmute',
            'hold',
            'retrieve',
            'pause_recording',
            'resume_recording',
            'hang_up',
            'keys',
            'ask_wrap_up',
          ]}
        />
      </section>
      {keypad && deeds.keys !== undefined && (
        <Keypad send={deeds.keys} close={() => desk.showKeypad(false)} />
      )}
      {call.consult !== null && <ConsultCard call={call} consult={call.consult} />}
      {transferring && mayTransfer && (
        <TransferBox call={call} close={() => desk.showTransfer(false)} />
      )}
      {!transferring && !consults && isOutside(call.transfer_no) && <Refused call={call} />}
    </>
  );
}

/** Who spoke with the caller before; or who asks her, for then there is no caller. */
function Handed({ call }: { call: CallView }) {
  const { t, say } = useWords();
  const who = say(call.handed_by);
  if (who === '') return null;
  return (
    <p className="note accent" role="status">
      <Icon name={call.asked ? 'users' : 'transfer'} />
      {t(call.asked ? 'call.askedBy' : 'call.handedBy', { who })}
    </p>
  );
}

interface ControlWishes {
  icon: IconName;
  label: string;
  keys: string;
  pressed?: boolean;
  expanded?: boolean;
  does: (() => void) | undefined;
  offline: boolean;
}

function Control({ icon, label, keys, pressed, expanded, does, offline }: ControlWishes) {
  return (
    <button
      type="button"
      className="control"
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={does === undefined || offline}
      title={`${label} (${keys})`}
      onClick={does}
    >
      <Icon name={icon} size={20} />
      {label}
    </button>
  );
}

/** Where wrap-up comes only if she asks for it. */
function AskWrapUp({ call, asked, offline }: { call: string; asked: boolean; offline: boolean }) {
  const { t } = useWords();
  const desk = useDesk();
  return (
    <Button
      wide
      icon={asked ? 'check' : 'pen'}
      aria-pressed={asked}
      disabled={offline}
      onClick={() => void desk.press({ do: 'ask_wrap_up', call, wanted: !asked })}
    >
      {t(asked ? 'call.wrapUpAsked' : 'call.askWrapUp')}
    </Button>
  );
}

/** Apart from the rest and tinted; dead for a second, so that the click that accepted cannot hit it. */
function HangUp({ call, deeds, offline }: { call: CallView; deeds: CallDeeds; offline: boolean }) {
  const { t } = useWords();
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    setArmed(false);
    const timer = setTimeout(() => setArmed(call.call !== ''), 1_000);
    return () => clearTimeout(timer);
  }, [call.call]);
  return (
    <Button
      kind="hang"
      wide
      keys="Ctrl ⇧ H"
      disabled={!armed || deeds.hangUp === undefined || offline}
      onClick={deeds.hangUp}
    >
      <Icon name="phone-off" size={20} />
      {t('call.hangUp')}
    </Button>
  );
}

export function Recording({ state }: { state: CallView['recording'] }) {
  const { t } = useWords();
  const dot = state === 'on' ? 'dot over' : 'dot';
  return (
    <span className="row tight xs ink-2">
      <span className={dot} />
      {t(`recording.${state}`)}
    </span>
  );
}

function Handle({ call }: { call: CallView }) {
  const { t } = useWords();
  const seconds = useSeconds(useClock(), call.connected_at, endOf(call));
  const { marks } = call;
  const tone = toneOfHandle(seconds, marks);
  const whole = marks.handle_over / 0.9;
  return (
    <div className="clock-box">
      <div className="row between">
        <span className="sm ink-2">{t('call.handle')}</span>
        <span className="sm strong">
          {tone === 'plain' ? (
            <span className="ink-3 weight-400">
              {t('clock.target', { time: asClock(marks.handle_over) })}
            </span>
          ) : (
            <Toned tone={tone}>
              {tone === 'over'
                ? t('clock.over', { time: asClock(seconds - marks.handle_over) })
                : t('clock.leftToTarget', { seconds: Math.ceil(marks.handle_over - seconds) })}
            </Toned>
          )}
        </span>
      </div>
      <div className="clock-line">
        <span className={`clock ${tone === 'plain' ? '' : `c-${tone}`}`}>{asClock(seconds)}</span>
        <Track
          share={seconds / whole}
          tone={tone === 'plain' ? 'talk' : tone}
          ticks={[
            { at: marks.handle_warn / whole, label: asShortClock(marks.handle_warn) },
            { at: marks.handle_over / whole, label: asShortClock(marks.handle_over) },
          ]}
        />
      </div>
    </div>
  );
}

/** A caller on hold is not to be forgotten. */
function HeldLong({ call, since }: { call: CallView; since: string }) {
  const { t } = useWords();
  const clock = useClock();
  const seconds = useSeconds(clock, since, endOf(call));
  if (!isHeldLong(seconds, call.marks)) return null;
  return (
    <p className="note warn" role="alert">
      <Icon name="pause" />
      {t('call.heldLong', { time: asShortClock(call.marks.hold_over) })}
    </p>
  );
}

/** When her part of it was over; null while it goes on. */
export const endOf = (call: CallView) => call.released_at ?? call.ended?.at ?? null;

const asShortClock = (seconds: number) => asClock(seconds).replace(/^0/, '');

/** Waited, talked, held: the three parts beside the one clock. */
function Times({ call }: { call: CallView }) {
  const { t } = useWords();
  const clock = useClock();
  const whole = useSeconds(clock, call.connected_at, endOf(call));
  const holding = useSeconds(clock, call.held_since, endOf(call));
  const held = Math.floor(call.held_for) + holding;
  const waited = call.waited ?? 0;
  const late = toneOfWait(waited, call.marks);
  return (
    <div className="times sm">
      <span className="mark-line">
        <span className={late === 'over' ? 'c-over' : late === 'warn' ? 'c-warn' : 'c-ready'}>
          <Icon name={late === 'over' ? 'stop' : 'check-c'} />
        </span>
        <span>
          {t('call.waited')} <b className="num">{asClock(waited)}</b>
        </span>
      </span>
      <span>
        {t('call.talk')} <b className="num">{asClock(whole - held)}</b>
      </span>
      <span>
        {t('call.held')} <b className="num">{asClock(held)}</b>
      </span>
    </div>
  );
}
