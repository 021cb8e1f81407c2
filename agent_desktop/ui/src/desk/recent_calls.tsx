/** Her recent calls, newest first; a row opens the call, and its telephone calls back. */
import { useLocation } from 'wouter';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { RecentCall } from '../wire/types';
import { useView } from './desk_context';
import { NotDialled } from './dial_card';
import { useDial, useDialling } from './use_dial';

export function RecentCalls() {
  const { t } = useWords();
  const calls = useView((view) => view.history);
  const dialling = useDialling();
  const may = useView((view) => view.me.state === 'idle' || view.me.state === 'not_ready');
  const { dial, pressing, refusal } = useDial();
  const callsFor = (one: RecentCall) => {
    const queues = dialling?.queues.map((queue) => queue.queue) ?? [];
    return queues.includes(one.queue) ? one.queue : queues[0];
  };
  return (
    <Card title={t('recent.title')} fill count={calls.length}>
      <NotDialled code={refusal} />
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
              {calls.map((one) => {
                const queue = may && !pressing ? callsFor(one) : undefined;
                const back = queue && (() => dial({ call: one.call, queue }));
                return <Row key={one.call} call={one} callBack={back || undefined} />;
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ call, callBack }: { call: RecentCall; callBack: (() => void) | undefined }) {
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
      <td className="row tight">
        {callBack !== undefined && (
          <button
            type="button"
            className="bare"
            title={t('dial.callBack', { who: call.who })}
            aria-label={t('dial.callBack', { who: call.who })}
            onClick={(event) => {
              event.stopPropagation();
              callBack();
            }}
          >
            <Icon name="phone" />
          </button>
        )}
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
