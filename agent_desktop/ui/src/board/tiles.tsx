/** The wallboard's tiles. Each figure is a link to the calls behind it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from '../i18n';
import { asClock, asShare } from '../live/format';
import { type Tone, toneOfAnswers, toneOfHandle, toneOfService, toneOfWait } from '../live/marks';
import { useSeconds } from '../live/ticking';
import { Icon } from '../parts/icon';
import type { BoardFrame, ReasonCount } from '../wire/types';
import type { BoardState } from './board_state';
import { Trend } from './trend';

function Tile({
  to,
  tone,
  wide,
  children,
}: {
  to: string;
  tone: Tone;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Link href={to} className={`tile ${tone} ${wide === true ? 'wide' : ''}`}>
      {children}
    </Link>
  );
}

const boardIcon = { plain: null, ready: 'check-c', warn: 'alert', over: 'stop' } as const;

function Verdict({ tone, children }: { tone: Tone; children: ReactNode }) {
  const icon = boardIcon[tone];
  return (
    <b className="mark-line">
      {icon !== null && <Icon name={icon} size={30} />}
      {children}
    </b>
  );
}

export function Service({ frame }: { frame: BoardFrame }) {
  const { t, language } = useWords();
  const { service, marks } = frame;
  const tone = toneOfService(service.now, marks);
  const todayTone = toneOfService(service.today, marks);
  const [whole, rest] = asShare(service.now, language).split('.');
  const below = service.now === null ? 0 : (marks.service_target - service.now) * 100;
  return (
    <Tile to="/calls" tone={tone} wide>
      <span className="tile-label">
        <span>{t('board.service', { seconds: service.within })}</span>
        <span>{t('today.target', { share: asShare(marks.service_target, language) })}</span>
      </span>
      <div className="hero">
        <span className="hero-figure num">
          {whole}
          {rest !== undefined && <small>.{rest}</small>}
        </span>
        <div className="hero-trend">
          <span>
            <span>{t('board.sixHours')}</span>
            <span>{t('board.dashed')}</span>
          </span>
          <Trend
            points={service.trend}
            target={marks.service_target}
            tone={tone === 'plain' ? 'ready' : tone}
            label={t('board.sixHours')}
          />
        </div>
      </div>
      <span className="tile-foot between">
        {service.now === null ? (
          <span>{t('board.noCalls')}</span>
        ) : (
          <Verdict tone={tone === 'plain' ? 'ready' : tone}>
            {tone === 'plain' ? t('board.met') : t('board.below', { points: below.toFixed(1) })}
          </Verdict>
        )}
        <span>
          {t('board.today')}{' '}
          <b className={`c-${todayTone === 'plain' ? 'ready' : todayTone}`}>
            {asShare(service.today, language)}
          </b>
        </span>
        {service.yesterday !== null && (
          <span>{t('board.yesterday', { share: asShare(service.yesterday, language) })}</span>
        )}
      </span>
    </Tile>
  );
}

export function LongestWait({ board, frame }: { board: BoardState; frame: BoardFrame }) {
  const { t, say } = useWords();
  const { longest_wait: longest, marks } = frame;
  const seconds = useSeconds(board.clock, longest.entered_at);
  const nobody = longest.entered_at === null;
  const tone = nobody ? 'plain' : toneOfWait(seconds, marks);
  return (
    <Tile to="/calls?live=true" tone={tone}>
      <span className="tile-label">{t('board.longestWait')}</span>
      <span className="tile-figure num">{nobody ? '–' : asClock(seconds)}</span>
      <span className="tile-foot">
        {nobody ? (
          t('board.nobodyWaiting')
        ) : tone === 'over' ? (
          <Verdict tone={tone}>
            {t('board.over', { seconds: Math.round(seconds - marks.wait_over) })}
          </Verdict>
        ) : (
          <Verdict tone={tone}>
            {t('board.left', { seconds: Math.ceil(marks.wait_over - seconds) })}
          </Verdict>
        )}
      </span>
      <span className="tile-foot second">{say(longest.queue_name)}</span>
    </Tile>
  );
}

export function Waiting({ frame }: { frame: BoardFrame }) {
  const { t } = useWords();
  const { waiting } = frame;
  const second =
    waiting.count > 0 && waiting.idle_unsuited > 0
      ? t('board.unsuited', { count: waiting.idle_unsuited })
      : t('board.callsUp', { count: frame.calls_up });
  return (
    <Tile to="/calls?live=true" tone="plain">
      <span className="tile-label">{t('board.inQueue')}</span>
      <span className="tile-figure num">{waiting.count}</span>
      <span className="tile-foot">
        {waiting.estimated_wait === null
          ? t('board.noEstimate')
          : t('board.estimate', {
              time: asClock(waiting.estimated_wait),
              most: asClock(waiting.estimated_wait_p80 ?? waiting.estimated_wait),
            })}
      </span>
      <span className="tile-foot second">{second}</span>
    </Tile>
  );
}

export function Agents({ frame }: { frame: BoardFrame }) {
  const { t, say } = useWords();
  const { agents } = frame;
  const away = agents.not_ready + agents.not_responding + agents.unreachable;
  const talking = agents.talking + agents.ringing;
  const groups = [
    { name: 'idle', count: agents.idle, tone: 'ready', icon: 'ok' },
    { name: 'talking', count: talking, tone: 'talk', icon: 'phone' },
    { name: 'wrapUp', count: agents.wrap_up, tone: 'wrap', icon: 'pen' },
    { name: 'away', count: away, tone: 'busy', icon: 'minus' },
  ] as const;
  const sum = Math.max(1, agents.idle + talking + agents.wrap_up + away);
  const called = (one: ReasonCount) =>
    one.words === null
      ? t(`reason.${one.reason}` as 'reason.break', { defaultValue: one.reason })
      : say(one.words);
  const reasons = agents.reasons.map((one) => `${called(one)} ${one.count}`).join(' · ');
  return (
    <section className="tile wide plain">
      <div className="people">
        {groups.map((one) => (
          <div key={one.name}>
            <span className={`c-${one.tone}`}>
              <Icon name={one.icon} size={26} />
              {t(`board.agents.${one.name}`)}
            </span>
            <b className="num">{one.count}</b>
          </div>
        ))}
      </div>
      <div className="people-bar" aria-hidden="true">
        {groups.map((one) => (
          <i key={one.name} className={one.tone} style={{ width: `${(one.count / sum) * 100}%` }} />
        ))}
      </div>
      <span className="tile-foot between">
        <span>{t('board.signedIn', { count: agents.signed_in })}</span>
        <span className="cut">
          {agents.overrun > 0 && (
            <b className="c-over">{t('board.overrun', { count: agents.overrun })} · </b>
          )}
          {reasons}
        </span>
      </span>
    </section>
  );
}

export function Handle({ frame }: { frame: BoardFrame }) {
  const { t } = useWords();
  const { handle, marks } = frame;
  const tone = handle.median === null ? 'plain' : toneOfHandle(handle.median, marks);
  return (
    <Tile to="/calls?result=answered" tone={tone === 'plain' ? 'ready' : tone}>
      <span className="tile-label">{t('board.handle')}</span>
      <span className="tile-figure middle num">
        {handle.median === null ? '–' : asClock(handle.median)}
      </span>
      <span className="tile-foot">
        {handle.median === null ? (
          t('board.noCalls')
        ) : (
          <>
            <Verdict tone={tone === 'plain' ? 'ready' : tone}>
              {t(
                tone === 'over'
                  ? 'board.overTarget'
                  : tone === 'warn'
                    ? 'board.close'
                    : 'board.within',
              )}
            </Verdict>
            <span>{t('board.mean', { time: asClock(handle.mean ?? 0) })}</span>
          </>
        )}
      </span>
    </Tile>
  );
}

export function Answered({ frame }: { frame: BoardFrame }) {
  const { t, language } = useWords();
  const { answer, marks } = frame;
  const below = toneOfAnswers(answer.rate, marks);
  const tone = below === 'plain' ? 'ready' : below;
  return (
    <Tile to="/calls?result=abandoned" tone={tone}>
      <span className="tile-label">{t('board.answerRate')}</span>
      <span className="tile-figure middle num">{asShare(answer.rate, language)}</span>
      <span className="tile-foot">
        {answer.rate === null ? (
          t('board.noCalls')
        ) : (
          <Verdict tone={tone}>{t(tone === 'ready' ? 'board.met' : 'board.belowTarget')}</Verdict>
        )}
        <span>
          {t('today.target', { share: asShare(marks.answer_target, language).replace('.0', '') })}
        </span>
      </span>
    </Tile>
  );
}

export function SmallTile({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <Link href="/calls" className="tile plain small">
      <span className="tile-label">
        <span>{label}</span>
        <span className="tile-note">{note}</span>
      </span>
      <span className="tile-figure little num">{value}</span>
    </Link>
  );
}
