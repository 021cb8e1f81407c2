/** Her recent calls, newest first; a row opens the call. */
import { useLocation } from 'wouter';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { RecentCall } from '../wire/types';
import { useView } from './desk_context';

export function RecentCalls() {
  const { t } = useWords();
  const calls = useView((view) => view.history);
  return (
    <Card title={t('recent.title')} fill count={calls.length}>
      {calls.length === 0 ? (
        <p className="empty">{t('recent.none')}</p>
      ) : (
        <div className="scrolls">
          <table className="table">
            <thead>
              <tr>
                <th>{t('recent.time')}</th>
                <th>{t('recent.who')}</th>
                <th>{t('recent.queue')}</th>
                <th>{t('recent.outcome')}</th>
                <th className="n">{t('recent.waited')}</th>
                <th className="n">{t('recent.handled')}</th>
                <th>
                  <span className="sr-only">{t('recent.open')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {calls.map((one) => (
                <Row key={one.call} call={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ call }: { call: RecentCall }) {
  const { t, say, language } = useWords();
  const [, go] = useLocation();
  const open = () => go(`/calls/${encodeURIComponent(call.call)}`);
  return (
    <tr className="opens" onClick={open}>
      <td className="num">{asTime(call.at, language)}</td>
      <td className="cut who">{call.who || t('customer.withheld')}</td>
      <td>{say(call.queue_name)}</td>
      <td>
        <OutcomeWords code={call.outcome} />
      </td>
      <td className="n num">{call.waited === null ? '–' : asClock(call.waited)}</td>
      <td className={`n num ${call.over > 0 ? 'c-over strong' : ''}`}>
        {call.handled === null ? '–' : asClock(call.handled)}
        {call.over > 0 && ` +${asClock(call.over)}`}
      </td>
      <td>
        <button
          type="button"
          className="bare"
          aria-label={t('recent.openCall', { who: call.who })}
          onClick={open}
        >
          <Icon name={call.recording ? 'play' : 'right'} />
        </button>
      </td>
    </tr>
  );
}

/** `4 Done in the call`: the key and the word of an outcome. */
function OutcomeWords({ code }: { code: string }) {
  const { say } = useWords();
  const outcomes = useView((view) => view.choices.outcomes);
  const outcome = outcomes.find((one) => one.code === code);
  if (outcome === undefined) return <span className="ink-3">–</span>;
  return (
    <>
      {outcome.key > 0 && <span className="ink-3">{outcome.key} </span>}
      {say(outcome.words)}
    </>
  );
}
