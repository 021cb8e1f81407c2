/** The wallboard: read from five metres. One hero, two pressures, people and results, queues last. */
import { useEffect, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import type { BoardState } from '../board/board_state';
import { Queues } from '../board/queue_table';
import { Agents, Answered, Handle, LongestWait, Service, SmallTile, Waiting } from '../board/tiles';
import { useBoard } from '../board/use_board';
import { useWords } from '../i18n';
import { asClock, asCount, asShare, asTime } from '../live/format';
import { localNow, secondsSince } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Icon } from '../parts/icon';
import { useEmergencyLines } from '../parts/opening';
import type { AlarmLine, BoardFrame, EmergencyView, MissesTile } from '../wire/types';

export default function WallboardPage() {
  const { t, language } = useWords();
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
        {frame !== null && <Notes of={frame} board={board} />}
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
                <SmallTile
                  label={t('board.foreseen')}
                  value={asShare(frame.foreseen.kept, language)}
                  note={
                    frame.foreseen.error_median === null
                      ? t('board.noCalls')
                      : t('board.foreseenError', { time: asClock(frame.foreseen.error_median) })
                  }
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
      {frame !== null && <Misses of={frame.misses} />}
      <Link className="tv-back" href="/" aria-label={t('board.back')}>
        <Icon name="x" size={26} />
      </Link>
      <WallClock board={board} />
    </header>
  );
}

/** What is wrong, in lines under the head; nothing while all is well. */
function Notes({ of: frame, board }: { of: BoardFrame; board: BoardState }) {
  const { alarms, emergencies } = frame;
  if (alarms.length + emergencies.length === 0) return null;
  return (
    <div className="tv-notes">
      {emergencies.length > 0 && <Emergencies of={emergencies} board={board} />}
      {alarms.length > 0 && <Alarms of={alarms} board={board} />}
    </div>
  );
}

/** Switches that are pressed: for everybody in the room. */
function Emergencies({
  of: emergencies,
  board,
}: {
  of: readonly EmergencyView[];
  board: BoardState;
}) {
  const lines = useEmergencyLines(emergencies, board.zone);
  return (
    <p className="tv-alarms mark-line c-over" role="alert">
      <Icon name="stop" size={26} />
      {lines.map((line) => (
        <b key={line}>{line}</b>
      ))}
    </p>
  );
}

/** What the distributor finds wrong with itself: for whoever looks after the house. */
function Alarms({ of: alarms, board }: { of: readonly AlarmLine[]; board: BoardState }) {
  const { t, language } = useWords();
  return (
    <p className="tv-alarms mark-line c-over" role="alert">
      <Icon name="alert" size={26} />
      {alarms.map(({ trouble, count, since }) => (
        <span key={trouble} className="num">
          {t('board.alarmSince', {
            what: t(`board.alarms.${trouble as 'index_astray'}`, { count }),
            time: asTime(since, language, false, board.zone),
          })}
        </span>
      ))}
    </p>
  );
}

/** Offers that came to nothing today, by whose doing. */
function Misses({ of: { missed, declined, by_device: device } }: { of: MissesTile }) {
  const { t } = useWords();
  return <span className="ink-2 num">{t('board.misses', { missed, declined, device })}</span>;
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
