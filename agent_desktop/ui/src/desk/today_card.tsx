/** Her day in four figures, each beside its target. */
import { useWords } from '../i18n';
import { asClock, asShare } from '../live/format';
import { toneOfService } from '../live/marks';
import { Card } from '../parts/card';
import { useView } from './desk_context';

export function TodayCard() {
  const { t, language } = useWords();
  const day = useView((view) => view.day);
  const handle = day.handle_median;
  const handleTone = handle !== null && handle >= day.marks.handle_over ? 'over' : 'plain';
  const serviceTone = toneOfService(day.service_level, day.marks);
  return (
    <Card title={t('today.title')}>
      <div className="day-figures">
        <div>
          <span>{t('today.answered')}</span>
          <b>{day.answered}</b>
          <small>{t('today.within', { count: day.answered_within })}</small>
        </div>
        <div>
          <span>{t('today.handle')}</span>
          <b className={`c-${handleTone}`}>{handle === null ? '–' : asClock(handle)}</b>
          <small>{t('clock.target', { time: asClock(day.marks.handle_over) })}</small>
        </div>
        <div>
          <span>{t('today.service', { seconds: day.marks.wait_over })}</span>
          <b className={`c-${serviceTone}`}>{asShare(day.service_level, language)}</b>
          <small>{t('today.target', { share: asShare(day.marks.service_target, language) })}</small>
        </div>
        <div>
          <span>{t('today.mean')}</span>
          <b>{day.handle_mean === null ? '–' : asClock(day.handle_mean)}</b>
          <small>{t('today.meanHint')}</small>
        </div>
      </div>
    </Card>
  );
}
