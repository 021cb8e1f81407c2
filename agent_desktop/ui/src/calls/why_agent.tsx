/** Why this agent: each offer of the call, who was considered, and why the others lost. */
import { useLostWords } from '../desk/lost_words';
import { isStrategy } from '../desk/strategies';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import { Icon } from '../parts/icon';
import type { CallDetail, OfferRow, Words } from '../wire/types';

interface Candidate {
  readonly agent: string;
  readonly name: Words | null;
  readonly lost: string;
  readonly lostSkill: Words | null;
  readonly idleFor: number;
}

export function WhyAgent({ detail }: { detail: CallDetail }) {
  const { t } = useWords();
  if (detail.offers.length === 0) return <p className="empty">{t('callPage.noOffers')}</p>;
  return (
    <>
      {detail.offers.map((one) => (
        <Offer key={one.offer} offer={one} entered={detail.entered_at} />
      ))}
    </>
  );
}

function Offer({ offer, entered }: { offer: OfferRow; entered: string | null }) {
  const { t, say, language } = useWords();
  const lostWords = useLostWords();
  const waited = entered === null ? null : (Date.parse(offer.made_at) - Date.parse(entered)) / 1000;
  const how = offer.how as
    | 'accepted'
    | 'expired'
    | 'rejected'
    | 'withdrawn'
    | 'unreachable'
    | 'open';
  const candidates = offer.candidates.map(candidateOf);
  return (
    <section className="offer-story">
      <p className="sm">
        <b>{say(offer.agent_name) || offer.agent}</b>{' '}
        {t('callPage.offeredAt', { time: asTime(offer.made_at, language, true) })}
        {waited !== null && t('callPage.afterEntry', { seconds: waited.toFixed(1) })}
        {' · '}
        <b>{t(`callPage.offerEnd.${how}`)}</b>
      </p>
      <table className="table">
        <thead>
          <tr>
            <th className="n">#</th>
            <th>{t('calls.agent')}</th>
            <th>{t('callPage.idleFor')}</th>
            <th>{t('callPage.result')}</th>
            <th>{t('callPage.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((one, at) => (
            <tr key={one.agent} className={one.lost === '' ? 'picked' : ''}>
              <td className="n ink-3">{at + 1}</td>
              <td>
                <b>{say(one.name) || one.agent}</b>{' '}
                {one.name !== null && <span className="ink-3 num">{one.agent}</span>}
              </td>
              <td className="num ink-2">{asClock(one.idleFor)}</td>
              <td>
                <span className={`mark-line ${one.lost === '' ? 'c-ready' : 'c-busy'}`}>
                  <Icon name={one.lost === '' ? 'check-c' : 'minus'} />
                  {t(one.lost === '' ? 'callPage.chosen' : 'callPage.notChosen')}
                </span>
              </td>
              <td className="ink-2">
                {one.lost === ''
                  ? t(`callPage.chosenBy.${isStrategy(offer.strategy) ? offer.strategy : 'other'}`)
                  : lostWords(one.lost, one.lostSkill)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function wordsOf(raw: unknown): Words | null {
  const words = raw as { zh?: unknown; en?: unknown } | null | undefined;
  return typeof words?.zh === 'string' && typeof words.en === 'string'
    ? { zh: words.zh, en: words.en }
    : null;
}

function candidateOf(raw: Record<string, unknown>): Candidate {
  return {
    agent: String(raw.agent ?? ''),
    name: wordsOf(raw.name),
    lost: String(raw.lost ?? ''),
    lostSkill: wordsOf(raw.lost_skill),
    idleFor: typeof raw.idle_for === 'number' ? raw.idle_for : 0,
  };
}
