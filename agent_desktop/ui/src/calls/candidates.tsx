/** Agents who were looked at for a call: who was chosen, and what each of the others lost by. */
import { useLostWords } from '../desk/lost_words';
import { isStrategy } from '../desk/strategies';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { Icon } from '../parts/icon';
import type { CandidateRow } from '../wire/types';

interface CandidatesWishes {
  rows: readonly CandidateRow[];
  /** What the first one was, or would be, chosen by. */
  strategy: string;
}

export function Candidates({ rows, strategy }: CandidatesWishes) {
  const { t } = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th className="n">#</th>
          <th>{t('calls.agent')}</th>
          <th>{t('callPage.idleFor')}</th>
          <th>{t('callPage.result')}</th>
          <th>{t('callPage.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one, at) => (
          <Row key={one.agent} row={one} at={at} strategy={strategy} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, at, strategy }: { row: CandidateRow; at: number; strategy: string }) {
  const { t, say } = useWords();
  const lostWords = useLostWords();
  const first = at === 0 && row.lost === '';
  const chosenBy = t(`callPage.chosenBy.${isStrategy(strategy) ? strategy : 'other'}`);
  const score = scoreOf(row, strategy);
  return (
    <tr className={first ? 'picked' : ''}>
      <td className="n ink-3">{at + 1}</td>
      <td>
        <b>{say(row.name) || row.agent}</b>{' '}
        {row.name !== null && <span className="ink-3 num">{row.agent}</span>}
      </td>
      <td className="num ink-2">{row.rank === null ? '–' : asClock(row.idle_for)}</td>
      <td>
        <span className={`mark-line ${first ? 'c-ready' : 'c-busy'}`}>
          <Icon name={first ? 'check-c' : 'minus'} />
          {t(first ? 'callPage.chosen' : row.lost === '' ? 'callPage.next' : 'callPage.notChosen')}
        </span>
      </td>
      <td className="ink-2">
        {first ? chosenBy : row.lost === '' ? '–' : lostWords(row.lost, row.lost_skill)}
        {score !== null && <span className="ink-3 num"> · {score}</span>}
      </td>
    </tr>
  );
}

/** Ranks that mean something to a reader: skill levels, places, calls. */
function scoreOf({ rank }: CandidateRow, strategy: string): number | null {
  if (rank === null) return null;
  if (strategy === 'best_skilled') return -rank;
  return strategy === 'linear' || strategy === 'fewest_calls' ? rank : null;
}
