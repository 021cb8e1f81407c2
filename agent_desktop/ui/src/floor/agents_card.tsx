/** The agents beside the calls: who needs attention first, then who is free, then the others. */

import { iconOf, looks, type Shown } from '../desk/states';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import type { ServerClock } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
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

interface AgentsWishes {
  agents: FloorAgent[];
  clock: ServerClock;
  /** Hears this agent's calls from now on; nothing while that cannot be. */
  hear: ((agent: string) => void) | undefined;
  /** Whose calls are heard. */
  heard: string;
}

export function AgentsCard({ agents, clock, hear, heard }: AgentsWishes) {
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
                <th>
                  <span className="sr-only">{t('monitor.title')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((one) => (
                <Row
                  key={one.agent}
                  agent={one}
                  clock={clock}
                  hear={one.agent === heard ? undefined : hear}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

interface RowWishes {
  agent: FloorAgent;
  clock: ServerClock;
  hear: ((agent: string) => void) | undefined;
}

function Row({ agent, clock, hear }: RowWishes) {
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
      <td className="n">
        {hear !== undefined && (
          <Button
            size="sm"
            kind="quiet"
            icon="headset"
            aria-label={t('monitor.hear', { who: say(agent.name) })}
            onClick={() => hear(agent.agent)}
          />
        )}
      </td>
    </tr>
  );
}
