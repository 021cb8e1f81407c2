/** What callers are to hear: typed here, for whom, from when to when. New, or in place of one. */
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../i18n';
import { asField, asMoment, ofField } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { IncidentList, IncidentShape, IncidentWanted } from '../wire/types';
import { type Refusal, useIncidentPress, type Wanted } from './use_incident_press';

const hour = 3_600_000;
const presets = [1, 2, 4, 8, 24];

interface FormWishes {
  list: IncidentList;
  /** In place of this one; null: a new one. */
  changed: IncidentShape | null;
  done: () => void;
}

interface Draft {
  what: IncidentWanted['what'];
  texts: Readonly<Record<string, string>>;
  whole: boolean;
  queues: readonly string[];
  /** Empty: at once. */
  begins: string;
  ends: string;
}

const instant = (at: number) => new Date(at).toISOString();

function draftOf(list: IncidentList, one: IncidentShape | null): Draft {
  if (one === null) {
    return {
      what: 'weather',
      texts: {},
      whole: list.may_press_house,
      queues: [],
      begins: '',
      ends: asField(instant(localNow() + 4 * hour)),
    };
  }
  return {
    what: one.what as IncidentWanted['what'],
    texts: one.texts,
    whole: one.queues === null,
    queues: (one.queues ?? []).map(({ queue }) => queue),
    begins: asField(one.begins),
    ends: asField(one.ends),
  };
}

/** A field shows minutes: what was not touched is as exact as it was. */
function exact(field: string, before: string | undefined): string | null {
  if (before !== undefined && field === asField(before)) return before;
  return ofField(field);
}

function wantedOf(draft: Draft, one: IncidentShape | null): Wanted {
  return {
    seen: one?.version ?? 0,
    what: draft.what,
    texts: { ...draft.texts },
    queues: draft.whole ? null : [...draft.queues],
    begins: draft.begins === '' ? null : exact(draft.begins, one?.begins),
    ends: exact(draft.ends, one?.ends) ?? '',
  };
}

export function IncidentForm({ list, changed, done }: FormWishes) {
  const { t } = useWords();
  const [draft, keep] = useState(() => draftOf(list, changed));
  const { press, pressing, refusal } = useIncidentPress(done);
  const set = (part: Partial<Draft>) => keep({ ...draft, ...part });
  const said = list.languages.filter(({ code }) => (draft.texts[code] ?? '').trim() !== '');
  const missing = list.languages.map(({ code }) => code).filter((code) => !has(said, code));
  const submit = () =>
    press({ incident: changed?.incident ?? null, wanted: wantedOf(draft, changed) });
  return (
    <Card
      title={t(changed === null ? 'incidents.new' : 'incidents.changeOne')}
      className="incident-form"
      fill
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="body scrolls">
          <What list={list} draft={draft} set={set} />
          <Texts list={list} draft={draft} set={set} refusal={refusal} />
          {said.length > 0 && missing.length > 0 && (
            <p className="note warn" role="status">
              <Icon name="alert" size={14} />
              <span>
                <Missing languages={missing} />
              </span>
            </p>
          )}
          <ScopeField list={list} draft={draft} set={set} refusal={refusal} />
          <Span draft={draft} set={set} refusal={refusal} />
        </div>
        <div className="incident-foot">
          <Refused refusal={refusal} />
          <div className="row">
            <Button type="submit" kind="primary" icon="vol" disabled={pressing}>
              {t(
                changed !== null
                  ? 'incidents.save'
                  : draft.begins === ''
                    ? 'incidents.press'
                    : 'incidents.plan',
              )}
            </Button>
            {changed !== null && <Button onClick={done}>{t('incidents.cancel')}</Button>}
          </div>
        </div>
      </form>
    </Card>
  );
}

/** Which callers hear another language than their own. */
export function Missing({ languages }: { languages: readonly string[] }): ReactNode {
  const { t } = useWords();
  const names = languages.map((one) =>
    t(`incidents.language.${one}` as 'incidents.language.english', { defaultValue: one }),
  );
  return t('incidents.missing', { languages: names.join(', ') });
}

const has = (those: readonly { code: string }[], code: string) =>
  those.some((one) => one.code === code);

interface PartWishes {
  list: IncidentList;
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

function What({ list, draft, set }: PartWishes) {
  const { t, say } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('incidents.what')}</label>
      <select
        id={id}
        className="input"
        value={draft.what}
        onChange={(event) => set({ what: event.target.value as Draft['what'] })}
      >
        {list.kinds.map((one) => (
          <option key={one.code} value={one.code}>
            {say(one.name)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Texts({ list, draft, set, refusal }: PartWishes & { refusal: Refusal | null }) {
  const { t } = useWords();
  return (
    <>
      {list.languages.map(({ code }) => (
        <Text
          key={code}
          language={code}
          most={list.most_characters}
          text={draft.texts[code] ?? ''}
          write={(text) => set({ texts: { ...draft.texts, [code]: text } })}
          refusal={refusal}
        />
      ))}
      <FaultLine refusal={refusal} place="texts" />
      <p className="xs ink-3">{t('incidents.followed')}</p>
    </>
  );
}

interface TextWishes {
  language: string;
  most: number;
  text: string;
  write: (text: string) => void;
  refusal: Refusal | null;
}

function Text({ language, most, text, write, refusal }: TextWishes) {
  const { t, say } = useWords();
  const id = useId();
  const name = t(`incidents.language.${language}` as 'incidents.language.english', {
    defaultValue: language,
  });
  const mandarin = language === 'mandarin';
  const left = text.length > most - 50;
  return (
    <div className="field">
      <label htmlFor={id}>
        {t('incidents.heardIn', { language: name })}
        {left && (
          <span className="num ink-3">
            {' '}
            {text.length} / {most}
          </span>
        )}
      </label>
      <textarea
        id={id}
        className="input"
        rows={3}
        lang={mandarin ? 'zh-CN' : 'en'}
        maxLength={most}
        value={text}
        placeholder={say(mandarin ? examples.mandarin : examples.english)}
        onChange={(event) => write(event.target.value)}
        data-language={language}
      />
      <FaultLine refusal={refusal} place={`texts.${language}`} />
    </div>
  );
}

/** In the language of the callers, whatever the page's is. */
const same = (text: string) => ({ zh: text, en: text });
const examples = {
  mandarin: same('受台风影响，今天部分航班取消。'),
  english: same('Because of the typhoon, some flights today are cancelled.'),
};

function ScopeField({ list, draft, set, refusal }: PartWishes & { refusal: Refusal | null }) {
  const { t, say } = useWords();
  const mine = list.queues.filter((one) => one.may_press || draft.queues.includes(one.queue));
  const toggle = (queue: string, on: boolean) =>
    set({ queues: on ? [...draft.queues, queue] : draft.queues.filter((one) => one !== queue) });
  return (
    <fieldset className="field">
      <legend>{t('incidents.whose')}</legend>
      <span className="segments">
        <button
          type="button"
          aria-pressed={draft.whole}
          disabled={!list.may_press_house}
          onClick={() => set({ whole: true })}
        >
          {t('incidents.everybody')}
        </button>
        <button type="button" aria-pressed={!draft.whole} onClick={() => set({ whole: false })}>
          {t('incidents.chosen')}
        </button>
      </span>
      {!draft.whole && (
        <div className="incident-queues">
          {mine.map((one) => (
            <label key={one.queue}>
              <input
                type="checkbox"
                checked={draft.queues.includes(one.queue)}
                onChange={(event) => toggle(one.queue, event.target.checked)}
              />
              {say(one.name)}
            </label>
          ))}
        </div>
      )}
      <FaultLine refusal={refusal} place="queues" />
    </fieldset>
  );
}

function Span({ draft, set, refusal }: Omit<PartWishes, 'list'> & { refusal: Refusal | null }) {
  const { t, language } = useWords();
  const [from, to] = [useId(), useId()];
  const begins = draft.begins === '' ? null : ofField(draft.begins);
  const start = begins === null ? localNow() : Math.max(Date.parse(begins), localNow());
  const ends = ofField(draft.ends);
  return (
    <>
      <fieldset className="field">
        <legend>{t('incidents.begins')}</legend>
        <span className="segments">
          <button
            type="button"
            aria-pressed={draft.begins === ''}
            onClick={() => set({ begins: '' })}
          >
            {t('incidents.atOnce')}
          </button>
          <button
            type="button"
            aria-pressed={draft.begins !== ''}
            onClick={() => set({ begins: asField(instant(start)) })}
          >
            {t('incidents.later')}
          </button>
        </span>
        {draft.begins !== '' && (
          <input
            id={from}
            aria-label={t('incidents.begins')}
            type="datetime-local"
            className="input num"
            value={draft.begins}
            onChange={(event) => set({ begins: event.target.value })}
          />
        )}
        <FaultLine refusal={refusal} place="begins" />
      </fieldset>
      <div className="field">
        <label htmlFor={to}>{t('incidents.ends')}</label>
        <input
          id={to}
          type="datetime-local"
          className="input num"
          value={draft.ends}
          onChange={(event) => set({ ends: event.target.value })}
        />
        <span className="row">
          {presets.map((hours) => (
            <Button
              key={hours}
              size="sm"
              onClick={() => set({ ends: asField(instant(start + hours * hour)) })}
            >
              {t('incidents.hours', { hours })}
            </Button>
          ))}
        </span>
        {ends !== null && (
          <span className="xs ink-3">
            {t('incidents.until', {
              time: asMoment(ends, localNow(), language, '').trim(),
            })}
          </span>
        )}
        <FaultLine refusal={refusal} place="ends" />
      </div>
    </>
  );
}

function FaultLine({ refusal, place }: { refusal: Refusal | null; place: string }): ReactNode {
  const { t } = useWords();
  const fault = refusal?.faults.find((one) => one.place === place);
  if (fault === undefined) return null;
  return (
    <span className="error-line" role="alert">
      <Icon name="alert" size={12} />
      {t(`incidents.fault.${fault.code}` as 'incidents.fault.empty', { defaultValue: fault.code })}
    </span>
  );
}

/** What was refused as a whole. */
function Refused({ refusal }: { refusal: Refusal | null }): ReactNode {
  const { t } = useWords();
  if (refusal === null) return null;
  return (
    <p className="note warn" role="alert">
      <Icon name="alert" size={14} />
      <span>
        {t(`incidents.no.${refusal.code}` as 'incidents.no.incident_over', {
          defaultValue: t('incidents.late'),
        })}
      </span>
    </p>
  );
}
