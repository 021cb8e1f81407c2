/** The agents beside the calls: who needs attention first, then who is free, then the others. */

import { iconOf, looks, type Shown } from '../desk/states';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import type { ServerClock } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { FloorAgent } from '../wire/types';

const shown: Readonly<Record<string, Shown>> = {
  idle: 'ready',
  offered: 'ringing',
  connecting: 'connecting',
  on_call: 'talking',
  wrap_up: 'wrap_up',
  not_ready: 'not_ready',
  not_responding: 'not_responding',
  unreachable: 'unreachable',
};

/** Who needs attention, who is free, who is busy, who is out. */
const order = [
  'not_responding',
  'unreachable',
  'idle',
  'offered',
  'connecting',
  'on_call',
  'wrap_up',
  'not_ready',
];

const rank = (one: FloorAgent) => order.indexOf(one.state);

export function AgentsCard({ agents, clock }: { agents: FloorAgent[]; clock: ServerClock }) {
  const { t } = useWords();
  const sorted = agents.toSorted(
    (a, b) => rank(a) - rank(b) || (a.since ?? '').localeCompare(b.since ?? ''),
  );
  const free = agents.filter((one) => one.free).length;
  return (
    <Card
      title={t('floor.agents')}
      count={agents.length}
      fill
      end={<span className="xs ink-2 num">{t('floor.free', { count: free })}</span>}
    >
      {sorted.length === 0 ? (
        <p className="empty">{t('floor.nobodyHere')}</p>
      ) : (
        <div className="scrolls">
          <table className="table dense">
            <thead>
              <tr>
                <th>{t('floor.state')}</th>
                <th className="n">{t('floor.for')}</th>
                <th>{t('floor.agent')}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((one) => (
                <Row key={one.agent} agent={one} clock={clock} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ agent, clock }: { agent: FloorAgent; clock: ServerClock }) {
  const { t, say } = useWords();
  const seconds = useSeconds(clock, agent.since);
  const state = shown[agent.state] ?? 'logged_out';
  const beside = say(agent.queue_name);
  return (
    <tr>
      <td>
        <span className={`mark-line state-word tone-${looks[state].tone}`}>
          <Icon name={iconOf(state, agent.reason)} />
          {say(agent.reason_name) || t(`state.${state}`)}
        </span>
      </td>
      <td className="n num strong">{asClock(seconds)}</td>
      <td className="cut">
        <b>{say(agent.name)}</b> <span className="ink-3 num">{agent.agent}</span>
        {beside !== '' && <span className="ink-3"> · {beside}</span>}
      </td>
    </tr>
  );
}
