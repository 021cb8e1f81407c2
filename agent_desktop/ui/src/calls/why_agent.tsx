/** Why this agent: each offer of the call, who was considered, and why the others lost. */
import { useWords } from '../i18n';
import { asTime } from '../live/format';
import type { CallDetail, OfferRow } from '../wire/types';
import { Candidates } from './candidates';

export function WhyAgent({ detail }: { detail: CallDetail }) {
  const { t } = useWords();
  if (detail.offers.length === 0) return <p className="empty">{t('callPage.noOffers')}</p>;
  return (
    <>
      {detail.offers.map((one) => (
        <Offer key={one.offer} offer={one} />
      ))}
    </>
  );
}

function Offer({ offer }: { offer: OfferRow }) {
  const { t, say, language } = useWords();
  const how = offer.how as
    | 'accepted'
    | 'expired'
    | 'rejected'
    | 'busy'
    | 'withdrawn'
    | 'unreachable'
    | 'taken'
    | 'device_lost'
    | 'connect_failed'
    | 'not_reached'
    | 'open';
  return (
    <section className="offer-story">
      <p className="sm">
        <b>{say(offer.agent_name) || offer.agent}</b>{' '}
        {t('callPage.offeredAt', { time: asTime(offer.made_at, language, true) })}
        {t('callPage.afterEntry', { seconds: offer.waited.toFixed(1) })}
        {' · '}
        <b>{t(`callPage.offerEnd.${how}`)}</b>
        <span className="ink-3">
          {offer.priority !== 0 && ` · ${t('waits.priority', { priority: offer.priority })}`}
          {offer.width > 0 && ` · ${t('waits.widened', { step: offer.width })}`}
        </span>
      </p>
      <Candidates rows={offer.candidates} strategy={offer.strategy} />
    </section>
  );
}
