/** The wallboard's queues, those with the most callers first. */
import { useWords } from '../i18n';
import { asClock, asShare } from '../live/format';
import { toneOfAnswers, toneOfHandle, toneOfService, toneOfWait } from '../live/marks';
import { useSeconds } from '../live/ticking';
import { ClosedTag } from '../parts/opening';
import { Toned } from '../parts/toned';
import type { BoardFrame, QueueRow } from '../wire/types';
import type { BoardState } from './board_state';

export function Queues({ board, frame }: { board: BoardState; frame: BoardFrame }) {
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
            <th>{t('board.callbacks')}</th>
            <th>{t('queues.service')}</th>
            <th>{t('board.answered')}</th>
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
      <td>
        {say(row.name)} <ClosedTag opening={row.opening} />
      </td>
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
      <td>{row.callbacks === 0 ? <span className="ink-3">–</span> : row.callbacks}</td>
      <td>
        <Toned tone={toneOfService(service, row.marks)}>{asShare(service, language)}</Toned>
      </td>
      <td>
        <Toned tone={toneOfAnswers(row.answered_today, row.marks)}>
          {asShare(row.answered_today, language)}
        </Toned>
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
