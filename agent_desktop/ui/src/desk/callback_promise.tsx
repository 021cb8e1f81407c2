/** What was promised to a customer who is to be called back: since when, until when. */
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { useSeconds } from '../live/ticking';
import { Icon } from '../parts/icon';
import { Toned } from '../parts/toned';
import type { CallbackView } from '../wire/types';
import { useClock } from './desk_context';

export function CallbackPromise({ callback }: { callback: CallbackView }) {
  const { t, language } = useWords();
  const clock = useClock();
  const waited = useSeconds(clock, callback.asked_at);
  const late = useSeconds(clock, callback.promised_until);
  return (
    <div className="wait">
      <div className="row between">
        <span className="row tight">
          <Icon name="clock" />
          {t('callback.since', { time: asTime(callback.asked_at, language) })}
        </span>
        <span className="strong">
          <Toned tone={late > 0 ? 'over' : 'plain'}>
            {late > 0
              ? t('clock.over', { time: asClock(late) })
              : t('callback.until', { time: asTime(callback.promised_until, language) })}
          </Toned>
        </span>
      </div>
      <div className="wait-line">
        <span className="clock">{asClock(waited)}</span>
        {callback.tries > 0 && (
          <span className="sm ink-2">{t('callback.tried', { count: callback.tries })}</span>
        )}
      </div>
    </div>
  );
}
