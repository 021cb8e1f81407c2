/** Her queues, live. */
import { Fragment } from 'react';
import { useWords } from '../i18n';
import { asShare } from '../live/format';
import { toneOfService } from '../live/marks';
import { Card } from '../parts/card';
import { ClosedTag } from '../parts/opening';
import { Toned } from '../parts/toned';
import { Longest } from './desk_bar';
import { useDeskState, useView } from './desk_context';

export function QueuesCard() {
  const { t, say, language } = useWords();
  const queues = useView((view) => view.queues);
  const stale = useDeskState((state) => state.stale || state.connection !== 'open');
  return (
    <Card
      title={t('queues.title')}
      className={stale ? 'stale' : ''}
      end={<span className="xs ink-3">{stale ? t('stale.figures') : t('queues.live')}</span>}
    >
      <table className="table queues live">
        <thead>
          <tr>
            <th>{t('queues.queue')}</th>
            <th className="n">{t('queues.waiting')}</th>
            <th className="n">{t('queues.longest')}</th>
            <th className="n">{t('queues.service')}</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((one) => (
            <Fragment key={one.id}>
              <tr>
                <td className="cut">{say(one.name)}</td>
                <td className="n num">{one.waiting}</td>
                <td className="n">
                  {one.longest_entered_at === null ? (
                    <span className="ink-3">–</span>
                  ) : (
                    <Longest queue={one} />
                  )}
                </td>
                <td className="n">
                  <Toned tone={toneOfService(one.service_level, one.marks)}>
                    {asShare(one.service_level, language)}
                  </Toned>
                </td>
              </tr>
              {!one.opening.open && (
                <tr className="under">
                  <td colSpan={4}>
                    <ClosedTag opening={one.opening} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {queues.length === 0 && <p className="empty">{t('queues.none')}</p>}
    </Card>
  );
}
