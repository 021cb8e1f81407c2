/** Why this offer came to her: who was considered, and why they lost. */
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { Card } from '../parts/card';
import type { OfferView } from '../wire/types';
import { useView } from './desk_context';
import { useLostWords } from './lost_words';
import { isStrategy } from './strategies';

export function WhyYou({ offer }: { offer: OfferView }) {
  const { t, say } = useWords();
  const lostWords = useLostWords();
  const me = useView((view) => view.me.agent);
  const others = offer.considered.filter((one) => one.agent !== me);
  return (
    <Card title={t('why.title')}>
      <div className="body sm ink-2">
        <p>{t('why.considered', { count: offer.candidates })}</p>
        <p>
          {t('why.idle', { time: asClock(offer.idle_for) })}{' '}
          <b className="ink">
            {t(`why.strategy.${isStrategy(offer.strategy) ? offer.strategy : 'other'}`)}
          </b>
        </p>
        {offer.came_back !== '' && <p className="c-warn">{t('why.again')}</p>}
        {others.length > 0 && (
          <ul className="why-others">
            {others.slice(0, 4).map((one) => (
              <li key={one.agent}>
                <span className="cut">{say(one.name)}</span>
                <span className="ink-3 cut">{lostWords(one.lost, one.lost_skill)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
