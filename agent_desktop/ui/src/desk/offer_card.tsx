/** The offer: who calls, how long they have waited, accept where no call control will ever be. */
import { useWords } from '../i18n';
import { asClock, asDay } from '../live/format';
import { toneOfWait } from '../live/marks';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { Toned, Track } from '../parts/toned';
import type { CallbackView, OfferView } from '../wire/types';
import { CallbackPromise } from './callback_promise';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { RefusalLine } from './refusal_line';

export function OfferCard({ offer }: { offer: OfferView }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const customer = useView((view) => view.customer);
  const offline = useDeskState((state) => state.connection !== 'open');
  const card = customer?.call === offer.call ? customer.card : null;
  const callback = offer.callback;
  const toCall = callback !== null && !callback.there;
  const title = t(titleOf(callback));
  return (
    <section className="card offer" role="alertdialog" aria-label={title}>
      <div className="row">
        <span className="row tight c-accent strong num">
          <Icon name={toCall ? 'phone' : 'phone-in'} />
          {title}
        </span>
        {offer.language !== '' && (
          <span className="tag spoken">
            {t(`language.${offer.language === 'english' ? 'english' : 'mandarin'}`)}
          </span>
        )}
        {card !== null && <TierTag tier={card.tier} />}
        {say(offer.handed_by) !== '' && (
          <span className="tag tone-ring">
            {t('offer.handedBy', { who: say(offer.handed_by) })}
          </span>
        )}
        {offer.came_back !== '' && <span className="tag tone-warn">{t('offer.again')}</span>}
        <Countdown offer={offer} />
      </div>
      <div className="offer-name">
        <strong className="cut">{card?.name ?? (offer.number || t('customer.withheld'))}</strong>
        {card !== null && <span className="num ink-2">{offer.number}</span>}
      </div>
      <dl className="pairs">
        <dt>{t('offer.queue')}</dt>
        <dd>
          {say(offer.queue_name)}
          {offer.dialled !== '' && ` · ${t('offer.dialled', { number: offer.dialled })}`}
        </dd>
        {offer.path.length > 0 && (
          <>
            <dt>{t('offer.path')}</dt>
            <dd>{offer.path.map(say).join(' → ')}</dd>
          </>
        )}
        {offer.brought.length > 0 && (
          <>
            <dt>{t('offer.brought')}</dt>
            <dd>{offer.brought.map((one) => `${one.name} ${one.value}`).join(' · ')}</dd>
          </>
        )}
        {card !== null && card.last_agent.zh !== '' && (
          <>
            <dt>{t('offer.lastAgent')}</dt>
            <dd>
              <LastContact agent={say(card.last_agent)} at={card.contacts[0]?.at ?? null} />
            </dd>
          </>
        )}
      </dl>
      {callback === null ? <Wait offer={offer} /> : <CallbackPromise callback={callback} />}
      {offer.rings_at === 'phone' ? (
        <p className="note accent">
          <Icon name="phone" />
          {t(toCall ? 'callback.atPhone' : 'offer.atPhone')}
        </p>
      ) : (
        <Button
          kind="primary"
          size="xl"
          icon="phone"
          keys="Enter"
          wide
          disabled={offline}
          onClick={() => void desk.press({ do: 'accept', offer: offer.offer })}
        >
          {t(toCall ? 'callback.accept' : 'offer.accept')}
        </Button>
      )}
      <div className="row between">
        <Button
          keys="Ctrl ⇧ X"
          disabled={offline}
          onClick={() => void desk.press({ do: 'decline', offer: offer.offer })}
        >
          {t('offer.decline')}
        </Button>
        <span className="xs ink-3">{t(toCall ? 'callback.youFirst' : 'offer.atOnce')}</span>
      </div>
      <RefusalLine of={['accept', 'decline']} />
    </section>
  );
}

function titleOf(callback: CallbackView | null) {
  if (callback === null) {
    return 'offer.title';
  }
  return callback.there ? 'callback.there' : 'callback.title';
}

export function TierTag({ tier }: { tier: string }) {
  const { t } = useWords();
  if (tier === 'gold') {
    return (
      <span className="tag tone-gold">
        <Icon name="star" size={12} />
        {t('tier.gold')}
      </span>
    );
  }
  if (tier === 'silver' || tier === 'regular' || tier === 'new' || tier === 'partner') {
    return <span className="tag tone-ring">{t(`tier.${tier}`)}</span>;
  }
  if (tier === 'company') return <span className="tag tone-ring">{t('tier.company')}</span>;
  return null;
}

function LastContact({ agent, at }: { agent: string; at: string | null }) {
  const { language } = useWords();
  return <>{at === null ? agent : `${agent} · ${asDay(at, language)}`}</>;
}

/** What is left of the ring. */
function Countdown({ offer }: { offer: OfferView }) {
  const { t } = useWords();
  const left = useSecondsLeft(useClock(), offer.until);
  const around = 2 * Math.PI * 19;
  const share = Math.min(1, left / Math.max(1, offer.ring_for));
  return (
    <span className="countdown" role="timer" aria-label={t('offer.left', { seconds: left })}>
      <svg viewBox="0 0 44 44" width="44" height="44" aria-hidden="true">
        <circle cx="22" cy="22" r="19" className="ring-back" />
        <circle
          cx="22"
          cy="22"
          r="19"
          className="ring-left"
          strokeDasharray={`${around * share} ${around}`}
          transform="rotate(-90 22 22)"
        />
      </svg>
      <b className="num">{left}</b>
    </span>
  );
}

/** The wait clock: plain, then amber, then red, always with the words. */
function Wait({ offer }: { offer: OfferView }) {
  const { t } = useWords();
  const seconds = useSeconds(useClock(), offer.entered_at);
  const { marks } = offer;
  const tone = toneOfWait(seconds, marks);
  const whole = marks.wait_over * 1.2;
  return (
    <div className={`wait ${tone}`}>
      <div className="row between">
        <span className="row tight">
          <Icon name="clock" />
          {t('offer.waited')}
        </span>
        <span className="strong">
          <Toned tone={tone === 'plain' ? 'plain' : tone}>
            {tone === 'over'
              ? t('clock.over', { time: asClock(seconds - marks.wait_over) })
              : t('clock.leftToTarget', { seconds: Math.ceil(marks.wait_over - seconds) })}
          </Toned>
        </span>
      </div>
      <div className="wait-line">
        <span className="clock">{asClock(seconds)}</span>
        <Track
          share={seconds / whole}
          tone={tone === 'plain' ? 'ready' : tone}
          ticks={[
            { at: marks.wait_warn / whole, label: String(marks.wait_warn) },
            {
              at: marks.wait_over / whole,
              label: t('clock.seconds', { seconds: marks.wait_over }),
            },
          ]}
        />
      </div>
    </div>
  );
}
