/** The wallboard: read from five metres. One hero, two pressures, people and results, queues last. */
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import type { BoardState } from '../board/board_state';
import { Trend } from '../board/trend';
import { useBoard } from '../board/use_board';
import { useWords } from '../i18n';
import { asClock, asCount, asShare, asTime } from '../live/format';
import { type Tone, toneOfHandle, toneOfService, toneOfWait } from '../live/marks';
import { localNow, secondsSince } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Icon } from '../parts/icon';
import { Toned } from '../parts/toned';
import type { BoardFrame, QueueRow } from '../wire/types';

export default function WallboardPage() {
  const { t } = useWords();
  const board = useBoard();
  const zoom = useFit();
  useEffect(() => {
    document.title = t('board.title');
  }, [t]);
  const { frame } = board;
  return (
    <div className="tv-room" data-theme="dark" data-density="tv">
      <main className={board.stale || board.lost ? 'tv stale' : 'tv'} style={{ zoom }}>
        <Head board={board} />
        {frame !== null && (
          <>
            <div className="tv-row">
              <Service frame={frame} />
              <LongestWait board={board} frame={frame} />
              <Waiting frame={frame} />
            </div>
            <div className="tv-row">
              <Agents frame={frame} />
              <Handle frame={frame} />
              <Answered frame={frame} />
            </div>
            <div className="tv-row">
              <Queues board={board} frame={frame} />
              <div className="tv-pair">
                <SmallTile
                  label={t('board.offeredToday')}
                  value={asCount(frame.service.counts_today.offered)}
                  note={t('board.answeredToday', { count: frame.service.counts_today.answered })}
                />
                <SmallTile
                  label={t('board.abandonedToday')}
                  value={asCount(frame.service.counts_today.abandoned)}
                  note={t('board.shortAbandoned', {
                    count: frame.service.counts_today.short_abandoned,
                  })}
                />
              </div>
            </div>
          </>
        )}
      </main>
    </div>
  );
}

/** Drawn for 1920 × 1080; any other screen shows the same, larger or smaller. */
function useFit(): number {
  return useSyncExternalStore(
    (watcher) => {
      window.addEventListener('resize', watcher);
      return () => window.removeEventListener('resize', watcher);
    },
    () => Math.round(Math.min(window.innerWidth / 1920, window.innerHeight / 1080) * 1000) / 1000,
  );
}

function Head({ board }: { board: BoardState }) {
  const { t, language } = useWords();
  const { frame } = board;
  const still = board.stale || board.lost || frame?.live === false;
  const at = frame === null ? '' : asTime(frame.at, language, true, board.zone);
  return (
    <header className="tv-head">
      <h1>{t('board.title')}</h1>
      <span className="ink-2">{t('board.queues', { count: frame?.queues.length ?? 0 })}</span>
      {frame === null ? (
        <span className="ink-2">{t('board.waiting')}</span>
      ) : still ? (
        <b className="mark-line c-over">
          <Icon name="unplug" size={26} />
          {t(board.lost ? 'board.lost' : 'board.still', { time: at })}
        </b>
      ) : (
        <Live board={board} at={frame.at} />
      )}
      <Link className="tv-back" href="/" aria-label={t('board.back')}>
        <Icon name="x" size={26} />
      </Link>
      <WallClock board={board} />
    </header>
  );
}

function Live({ board, at }: { board: BoardState; at: string }) {
  const { t } = useWords();
  const age = Math.max(0, secondsSince(board.clock, at, board.heardAt));
  return (
    <span className="mark-line c-ready">
      <Icon name="ok" size={26} />
      {t('board.live', { seconds: age.toFixed(1) })}
    </span>
  );
}

/** The house's time, from the server's clock, also while nothing else comes. */
function WallClock({ board }: { board: BoardState }) {
  const { language } = useWords();
  useSeconds(board.clock, '1970-01-01T00:00:00Z');
  const now = new Date(localNow() + board.clock.offset).toISOString();
  return <span className="tv-clock num">{asTime(now, language, true, board.zone)}</span>;
}

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

function Service({ frame }: { frame: BoardFrame }) {
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

function LongestWait({ board, frame }: { board: BoardState; frame: BoardFrame }) {
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

function Waiting({ frame }: { frame: BoardFrame }) {
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
          : t('board.estimate', { time: asClock(waiting.estimated_wait) })}
      </span>
      <span className="tile-foot second">{second}</span>
    </Tile>
  );
}

function Agents({ frame }: { frame: BoardFrame }) {
  const { t } = useWords();
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
  const reasons = agents.reasons
    .map(
      (one) =>
        `${t(`reason.${one.reason}` as 'reason.break', { defaultValue: one.reason })} ${one.count}`,
    )
    .join(' · ');
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
        <span className="cut">{reasons}</span>
      </span>
    </section>
  );
}

function Handle({ frame }: { frame: BoardFrame }) {
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

function Answered({ frame }: { frame: BoardFrame }) {
  const { t, language } = useWords();
  const { answer } = frame;
  const met = answer.rate === null || answer.rate >= answer.target;
  return (
    <Tile to="/calls?result=abandoned" tone={met ? 'ready' : 'warn'}>
      <span className="tile-label">{t('board.answerRate')}</span>
      <span className="tile-figure middle num">{asShare(answer.rate, language)}</span>
      <span className="tile-foot">
        {answer.rate === null ? (
          t('board.noCalls')
        ) : (
          <Verdict tone={met ? 'ready' : 'warn'}>
            {t(met ? 'board.met' : 'board.belowTarget')}
          </Verdict>
        )}
        <span>
          {t('today.target', { share: asShare(answer.target, language).replace('.0', '') })}
        </span>
      </span>
    </Tile>
  );
}

function SmallTile({ label, value, note }: { label: string; value: string; note: string }) {
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

function Queues({ board, frame }: { board: BoardState; frame: BoardFrame }) {
  const { t } = useWords();
  const pressed = frame.queues.toSorted((a, b) => b.waiting - a.waiting).slice(0, 4);
  return (
    <section className="tile-table">
      <table>
        <thead>
          <tr>
            <th>{t('queues.queue')}</th>
            <th>{t('queues.waiting')}</th>
            <th>{t('board.longestWait')}</th>
            <th>{t('queues.service')}</th>
            <th>{t('board.handleShort')}</th>
            <th>{t('board.agents.idle')}</th>
          </tr>
        </thead>
        <tbody>
          {pressed.map((one) => (
            <Queue key={one.id} board={board} row={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Queue({ board, row }: { board: BoardState; row: QueueRow }) {
  const { say, language } = useWords();
  const seconds = useSeconds(board.clock, row.longest_entered_at);
  const service = row.service_today;
  return (
    <tr>
      <td>{say(row.name)}</td>
      <td>
        <b>{row.waiting}</b>
      </td>
      <td>
        {row.longest_entered_at === null ? (
          <span className="ink-3">–</span>
        ) : (
          <Toned tone={toneOfWait(seconds, row.marks)}>{asClock(seconds)}</Toned>
        )}
      </td>
      <td>
        <Toned tone={toneOfService(service, row.marks)}>{asShare(service, language)}</Toned>
      </td>
      <td>
        {row.handle_median === null ? (
          <span className="ink-3">–</span>
        ) : (
          <Toned tone={toneOfHandle(row.handle_median, row.marks)}>
            {asClock(row.handle_median)}
          </Toned>
        )}
      </td>
      <td>{row.idle}</td>
    </tr>
  );
}
