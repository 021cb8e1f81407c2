/** Queues that are closed, and the emergency switch, in words; nothing while all is open. */
import { useWords } from '../i18n';
import { asMoment, asTime } from '../live/format';
import { localNow } from '../live/server_clock';
import type { EmergencyView, OpeningView } from '../wire/types';
import { Icon } from './icon';

type Because = 'closed' | 'holiday' | 'emergency';

/** Beside a queue's name: closed, and when it opens. */
export function ClosedTag({ opening }: { opening: OpeningView }) {
  const { t, language } = useWords();
  if (opening.open) return null;
  const emergency = opening.because === 'emergency';
  const at = opening.changes_at;
  const opens =
    emergency || at === null ? '' : asMoment(at, localNow(), language, t('common.today'));
  return (
    <span className={`tag ${emergency ? 'tone-over' : 'tone-warn'}`}>
      <Icon name={emergency ? 'stop' : 'lock'} size={12} />
      {t(`opening.${opening.because as Because}`)}
      {opens !== '' && ` · ${t('opening.opensAt', { time: opens })}`}
    </span>
  );
}

/** One line for every switch that is pressed. */
export function useEmergencyLines(emergencies: readonly EmergencyView[], zone?: string): string[] {
  const { t, say, language } = useWords();
  return emergencies.map((one) => {
    const what = one.queue_name === null ? t('opening.house') : say(one.queue_name);
    const line = t('opening.line', { what, time: asTime(one.since, language, false, zone) });
    return one.reason === null ? line : `${line} · ${say(one.reason)}`;
  });
}
