/** What callers are told because of an incident, on every page: an agent must know what they heard. */
import { useWords } from '../i18n';
import { asMoment, type Language } from '../live/format';
import { localNow } from '../live/server_clock';
import type { IncidentView } from '../wire/types';
import { Icon } from './icon';

/** In the reader's language, else in any that callers hear. */
function textFor(texts: Readonly<Record<string, string>>, language: Language): string {
  const mine = texts[language === 'en' ? 'english' : 'mandarin'];
  return mine ?? Object.values(texts)[0] ?? '';
}

/** One line for each that runs; nothing while there is none. */
export function IncidentBanner({ incidents }: { incidents: readonly IncidentView[] }) {
  return (
    <>
      {incidents.map((one) => (
        <Line key={one.incident} incident={one} />
      ))}
    </>
  );
}

function Line({ incident }: { incident: IncidentView }) {
  const { t, say, language } = useWords();
  const { queues, texts, ends, what } = incident;
  const where = queues.length === 0 ? t('incidents.everybody') : queues.map(say).join(', ');
  const until = asMoment(ends, localNow(), language, '').trim();
  const text = textFor(texts, language);
  return (
    <div className="banner told" role="status" data-incident={incident.incident}>
      <Icon name="vol" />
      <b>{say(what) || t('incidents.one')}</b>
      <span>
        {where} · {t('incidents.until', { time: until })}
      </span>
      <span className="grow cut" title={Object.values(texts).join('\n')}>
        {t('incidents.hear', { text })}
      </span>
    </div>
  );
}
