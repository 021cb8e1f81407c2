/** Every fact of a call in order: the ones that tell the story, or all of them. */
import { useState } from 'react';
import { useWords } from '../i18n';
import { asFineTime, asTime } from '../live/format';
import { useStore } from '../live/store';
import { GreyLines } from '../parts/card';
import { Icon, type IconName } from '../parts/icon';
import type { CallDetail, LegRow, Timeline, TimelineRow } from '../wire/types';
import type { Playhead } from './playhead';

/** The facts that tell the story to somebody who does not know the machine. */
const story: Readonly<Record<string, IconName>> = {
  LegRang: 'phone-in',
  LanguageChosen: 'flow',
  ChoiceMade: 'flow',
  DigitsCollected: 'flow',
  ColleaguesFound: 'users',
  ColleagueMissed: 'flow',
  ColleagueChosen: 'user',
  BranchTaken: 'flow',
  WebAnswered: 'globe',
  CallQueued: 'list',
  CustomerIdentified: 'user',
  IncidentMet: 'vol',
  IncidentHeard: 'vol',
  OfferMade: 'bell',
  OfferAccepted: 'check',
  OfferEnded: 'bell-off',
  CallRequeued: 'list',
  CallDiverted: 'flow',
  ExitKeyPressed: 'flow',
  PlaceRegained: 'list',
  CallMoved: 'flow',
  CallTransferred: 'transfer',
  CallTakenOver: 'transfer',
  ConsultQueued: 'users',
  ConsultEnded: 'users',
  ConsultCompleted: 'transfer',
  OutsideCalled: 'phone',
  HandedOutside: 'transfer',
  OutsideAnswered: 'check',
  OutsideNotReached: 'phone-off',
  CallPrioritised: 'list',
  CallWithdrawn: 'phone-off',
  ActRefused: 'info',
  CallbackRequested: 'phone',
  CallbackQueued: 'list',
  CallbackDue: 'phone',
  CallPlaced: 'phone',
  OutboundQueued: 'phone',
  OutboundAnswered: 'check',
  CallbackAttempted: 'phone',
  CallbackAnswered: 'check',
  CallbackPostponed: 'list',
  CallbackMissed: 'phone-off',
  CallbackKept: 'check-c',
  CallbackFailed: 'stop',
  CallbackWithdrawn: 'phone-off',
  VoicemailAsked: 'voicemail',
  VoicemailBegan: 'voicemail',
  VoicemailLeft: 'voicemail',
  VoicemailNotLeft: 'phone-off',
  VoicemailTaken: 'user',
  VoicemailReturned: 'list',
  VoicemailDone: 'check-c',
  VoicemailRefused: 'info',
  CallConnected: 'phone',
  ConnectFailed: 'unplug',
  LegSourceChanged: 'alert',
  LegHeld: 'pause',
  LegRetrieved: 'play',
  HoldComforted: 'pause',
  LegMuted: 'mic-off',
  LegMediaLost: 'unplug',
  LegMediaBack: 'phone',
  AudioLost: 'unplug',
  AudioReady: 'headset',
  ReflexTaken: 'info',
  RecordingStarted: 'rec',
  RecordingPaused: 'rec-pause',
  RecordingResumed: 'rec',
  RecordingLost: 'alert',
  RecordingStored: 'check-c',
  CallAbandoned: 'phone-off',
  CallerLeft: 'phone-off',
  AgentReleased: 'phone-off',
  CallEnded: 'phone-off',
  CallAdopted: 'info',
  LineGone: 'stop',
  OutcomeGiven: 'pen',
  SurveyInvited: 'star',
  SurveyAnswered: 'star',
  WrapUpEnded: 'pen',
};

interface TimelineWishes {
  detail: CallDetail;
  timeline: Timeline | null;
  failed: boolean;
  playhead: Playhead;
}

export function TimelineCard({ detail, timeline, failed, playhead }: TimelineWishes) {
  const { t } = useWords();
  const [all, showAll] = useState(false);
  const facts = (timeline?.facts ?? []).filter((...one) => all || isStory(...one));
  return (
    <section className="card fill" aria-label={t('callPage.timeline')}>
      <header>
        <h2>{t('callPage.timeline')}</h2>
        <span className="count num">{facts.length}</span>
        <span className="segments end">
          <button type="button" aria-pressed={!all} onClick={() => showAll(false)}>
            {t('callPage.story')}
          </button>
          <button type="button" aria-pressed={all} onClick={() => showAll(true)}>
            {t('callPage.allFacts')}
          </button>
        </span>
      </header>
      {failed && timeline === null && <p className="empty">{t('calls.failed')}</p>}
      {!failed && timeline === null && <GreyLines widths={[80, 70, 85, 60]} />}
      <ol className="events scrolls">
        {facts.map((one) => (
          <Event key={one.position} fact={one} detail={detail} playhead={playhead} />
        ))}
      </ol>
    </section>
  );
}

/** What a line does by itself in every call. */
const inOrder = new Set(['recorded', 'joined', 'barged', 'music']);

/** A line that ended in order, or did what it always does, is no news. */
function isStory(fact: TimelineRow, at: number, facts: readonly TimelineRow[]): boolean {
  if (fact.kind === 'LineGone') return fact.body.how === 'died';
  if (fact.kind === 'ReflexTaken') {
    return !inOrder.has(String(fact.body.reflex)) && !isHungUp(facts.slice(0, at));
  }
  return fact.kind in story;
}

/** For the moment in which one leg is gone and the other not yet. */
const isHungUp = (before: readonly TimelineRow[]) =>
  before.some((one) => one.kind === 'HangUpPressed');

/** The caller's wish is no loss. */
const isDeclined = ({ kind, body }: TimelineRow) =>
  kind === 'RecordingLost' && body.because === 'declined';

function Event({
  fact,
  detail,
  playhead,
}: {
  fact: TimelineRow;
  detail: CallDetail;
  playhead: Playhead;
}) {
  const { t, say, language } = useWords();
  const begun = detail.recording_started_at;
  const at = begun === null ? null : (Date.parse(fact.at) - Date.parse(begun)) / 1000;
  const here = useStore(playhead.at, (now) => now > 0 && at !== null && Math.abs(now - at) < 1);
  const kind = isDeclined(fact) ? 'RecordingDeclined' : fact.kind;
  const words = t(`fact.${kind}` as 'fact.LegRang', { defaultValue: kind });
  const line = (
    <>
      <time className="num">{asFineTime(fact.at, language)}</time>
      <Icon name={story[fact.kind] ?? 'info'} />
      <span>
        <b>{words}</b> <span className="ink-3">{fact.told.map(say).join(' · ')}</span>
      </span>
    </>
  );
  const seekable = at !== null && at >= 0 && detail.recording === 'stored';
  return (
    <li className={here ? 'here' : ''}>
      {seekable ? (
        <button type="button" onClick={() => playhead.seek?.(at)}>
          {line}
        </button>
      ) : (
        <div>{line}</div>
      )}
    </li>
  );
}

export function FactTable({ facts }: { facts: readonly TimelineRow[] }) {
  const { t, language } = useWords();
  return (
    <table className="table dense">
      <thead>
        <tr>
          <th className="n">{t('callPage.position')}</th>
          <th>{t('callPage.at')}</th>
          <th>{t('callPage.kind')}</th>
          <th>{t('callPage.source')}</th>
          <th>{t('callPage.body')}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((one) => (
          <tr key={one.position}>
            <td className="n num ink-3">{one.position}</td>
            <td className="num">{asFineTime(one.at, language)}</td>
            <td>{one.kind}</td>
            <td className="ink-2">{one.source}</td>
            <td className="ink-2 body-cell">
              <code>{bodyOf(one)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function bodyOf(fact: TimelineRow): string {
  const { kind: _kind, at: _at, call: _call, ...rest } = fact.body;
  return JSON.stringify(rest);
}

export function LegTable({ legs }: { legs: readonly LegRow[] }) {
  const { t, language } = useWords();
  if (legs.length === 0) return null;
  const time = (at: string | null) => (at === null ? '–' : asTime(at, language, true));
  return (
    <section className="card">
      <header>
        <h2>{t('callPage.legs')}</h2>
        <span className="count num">{legs.length}</span>
      </header>
      <table className="table dense">
        <thead>
          <tr>
            <th>{t('callPage.leg')}</th>
            <th className="n">{t('callPage.legAnswered')}</th>
            <th className="n">{t('callPage.legEnded')}</th>
            <th>{t('audio.quality.label')}</th>
          </tr>
        </thead>
        <tbody>
          {legs.map((one) => (
            <tr key={one.leg}>
              <td>
                {t(`role.${one.role}` as 'role.caller', { defaultValue: one.role })}
                {one.agent !== null && <span className="ink-3 num"> {one.agent}</span>}
              </td>
              <td className="n num">{time(one.answered_at)}</td>
              <td className="n num">{time(one.ended_at)}</td>
              <td>
                {one.quality === 'good' || one.quality === 'fair' || one.quality === 'poor'
                  ? t(`audio.grade.${one.quality}`)
                  : one.opinion === null && <span className="ink-3">–</span>}
                {one.opinion !== null && (
                  <span
                    className="num ink-2"
                    title={t('callPage.measured', {
                      loss: one.loss_percent ?? 0,
                      jitter: one.jitter_ms ?? 0,
                      trip: one.round_trip_ms ?? 0,
                    })}
                  >
                    {' '}
                    MOS {one.opinion.toFixed(1)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
