/** The floor for those who lead it: who waits, and what can be done about it; the agents beside. */
import { useEffect } from 'react';
import { AgentsCard } from '../floor/agents_card';
import { MonitorCard } from '../floor/monitor_card';
import { useFloor } from '../floor/use_floor';
import { useMonitor } from '../floor/use_monitor';
import { WaitingTable } from '../floor/waiting_table';
import { useWords } from '../i18n';
import { Card, GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';

export default function FloorPage() {
  const { t } = useWords();
  const { told, stale, failed } = useFloor();
  const monitor = useMonitor();
  const canHear = monitor.view !== undefined && monitor.view.device !== '' && !stale;
  useEffect(() => {
    document.title = t('app.floor');
  }, [t]);
  return (
    <main className={`page floor ${stale ? 'stale' : ''}`}>
      <h1 className="sr-only">{t('app.floor')}</h1>
      {(failed || stale) && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('floor.noAnswer')}
        </p>
      )}
      {told === undefined ? (
        <GreyLines widths={[90, 84, 88]} />
      ) : (
        <>
          <Card
            title={t('floor.waiting')}
            count={told.view.calls.filter((one) => one.state === 'waiting').length}
            fill
            end={<span className="xs ink-3">{t('floor.inOrder')}</span>}
          >
            {told.view.calls.length === 0 ? (
              <p className="empty">{t('floor.nobodyWaits')}</p>
            ) : (
              <div className="scrolls">
                <WaitingTable view={told.view} clock={told.clock} stale={stale} />
              </div>
            )}
          </Card>
          <div className="floor-side">
            {monitor.view !== undefined && (
              <MonitorCard {...monitor} view={monitor.view} clock={told.clock} />
            )}
            <AgentsCard
              agents={told.view.agents}
              clock={told.clock}
              heard={monitor.view?.agent ?? ''}
              hear={
                canHear
                  ? (agent) => monitor.does({ what: 'hear', agent, because: monitor.because })
                  : undefined
              }
            />
          </div>
        </>
      )}
    </main>
  );
}
