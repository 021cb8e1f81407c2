/** The controls of a form, by the kind of the field; lists, maps and groups hold further fields. */
import { useContext, useEffect, useState } from 'react';
import { useWords } from '../i18n';
import type { SettingsField } from '../wire/types';
import { emptyOf, groupOf, type Item, isItem, isTarget, type Plain, type Way, ways } from './draft';
import { per, unitText } from './setting_words';
import { FormContext, ValueField } from './value_field';
import { ListControl, MapControl } from './value_lists';

export interface ControlWishes {
  id: string;
  field: SettingsField;
  path: string;
  value: Plain | undefined;
  change: (value: Plain) => void;
  wrong: boolean;
}

/** Whether it needs the whole width of the form. */
export function isBlock(field: SettingsField): boolean {
  return ['list', 'map', 'group', 'either', 'other'].includes(field.kind);
}

export function Control(wishes: ControlWishes) {
  switch (wishes.field.kind) {
    case 'number':
    case 'decimal':
      return <NumberControl {...wishes} />;
    case 'yes_no':
      return <YesNoControl {...wishes} />;
    case 'choice':
      return <ChoiceControl {...wishes} />;
    case 'list':
      return <ListControl {...wishes} />;
    case 'map':
      return <MapControl {...wishes} />;
    case 'group':
      return <GroupControl {...wishes} />;
    case 'either':
      return <EitherControl {...wishes} />;
    case 'other':
      return <OtherControl {...wishes} />;
    default:
      return wishes.field.refers === '' ? <TextControl {...wishes} /> : <NameControl {...wishes} />;
  }
}

function TextControl({ id, field, value, change, wrong }: ControlWishes) {
  const text = typeof value === 'string' ? value : '';
  const put = (told: string) => change(told === '' && field.optional ? null : told);
  return (
    <input
      id={id}
      className="input sm"
      value={text}
      aria-invalid={wrong}
      aria-describedby={`${id}-help`}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

/** A figure as it is typed; what is no figure stays a text, for the server to name. */
function NumberControl({ id, field, value, change, wrong }: ControlWishes) {
  const { language } = useWords();
  const times = field.unit === 'share' ? per : 1;
  const [text, setText] = useState(() => written(value, times));
  useEffect(() => {
    setText((now) => (read(now, times, field.optional) === value ? now : written(value, times)));
  }, [value, times, field.optional]);
  const put = (told: string) => {
    setText(told);
    change(read(told, times, field.optional));
  };
  return (
    <span className="row tight">
      <input
        id={id}
        className="input sm num setting-number"
        inputMode="decimal"
        value={text}
        aria-invalid={wrong}
        aria-describedby={`${id}-help`}
        onChange={(event) => put(event.currentTarget.value)}
      />
      {field.unit !== '' && <span className="sm ink-2">{unitText(field.unit, language)}</span>}
    </span>
  );
}

function written(value: Plain | undefined, times: number): string {
  if (typeof value === 'number') return String(Math.round(value * times * 1e6) / 1e6);
  return typeof value === 'string' ? value : '';
}

function read(text: string, times: number, optional: boolean): Plain {
  const told = text.trim();
  if (told === '') return optional ? null : '';
  const figure = Number(told);
  return Number.isFinite(figure) ? Math.round((figure / times) * 1e9) / 1e9 : told;
}

function YesNoControl({ id, field, value, change, wrong }: ControlWishes) {
  const { t } = useWords();
  if (field.optional) {
    return (
      <select
        id={id}
        className="input sm"
        aria-invalid={wrong}
        value={value === null || value === undefined ? '' : String(value)}
        onChange={({ currentTarget: { value: told } }) =>
          change(told === '' ? null : told === 'true')
        }
      >
        <option value="">{t('admin.asUsual')}</option>
        <option value="true">{t('admin.yes')}</option>
        <option value="false">{t('admin.no')}</option>
      </select>
    );
  }
  return (
    <label className="row setting-check">
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        aria-describedby={`${id}-help`}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>{value === true ? t('admin.yes') : t('admin.no')}</span>
    </label>
  );
}

function ChoiceControl({ id, field, value, change, wrong }: ControlWishes) {
  const { t, say } = useWords();
  const options = field.choices.map((one) => ({ id: one.value, name: say(one.label) }));
  return (
    <Options
      id={id}
      wrong={wrong}
      value={typeof value === 'string' ? value : ''}
      options={options}
      none={field.optional ? t('admin.asUsual') : undefined}
      choose={(told) => change(told === '' && field.optional ? null : told)}
    />
  );
}

/** One item of another section. */
function NameControl({ id, field, value, change, wrong }: ControlWishes) {
  const { t } = useWords();
  const { named } = useContext(FormContext);
  return (
    <Options
      id={id}
      wrong={wrong}
      value={typeof value === 'string' ? value : ''}
      options={named(field.refers)}
      none={t('admin.none')}
      choose={(told) => change(told === '' && field.optional ? null : told)}
    />
  );
}

interface OptionsWishes {
  id: string;
  value: string;
  options: readonly { id: string; name: string }[];
  /** What the empty choice is called; without it there is none. */
  none: string | undefined;
  choose: (value: string) => void;
  wrong: boolean;
}

/** A value that is no option any more stays in the list, so that it is seen. */
export function Options({ id, value, options, none, choose, wrong }: OptionsWishes) {
  const known = value === '' || options.some((one) => one.id === value);
  return (
    <select
      id={id}
      className="input sm"
      value={value}
      aria-invalid={wrong}
      aria-describedby={`${id}-help`}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {(none !== undefined || value === '') && <option value="">{none ?? ''}</option>}
      {!known && <option value={value}>{value}</option>}
      {options.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}

/** Fields side by side; one that may be empty is opened first. */
function GroupControl(wishes: ControlWishes) {
  const { t } = useWords();
  const { id, field, path, value, change } = wishes;
  const item = isItem(value) ? value : {};
  const open = value !== null && value !== undefined;
  const toggle = (
    <label className="row setting-check sm">
      <input
        id={`${id}-own`}
        type="checkbox"
        checked={open}
        onChange={(event) => change(event.currentTarget.checked ? groupOf(field.fields) : null)}
      />
      <span>{t(open ? 'admin.own' : 'admin.asUsual')}</span>
    </label>
  );
  return (
    <fieldset className="setting-group" aria-labelledby={id}>
      {field.optional && toggle}
      {open && isTarget(field.fields) && <WayControl {...wishes} value={item} />}
      {open && !isTarget(field.fields) && (
        <div className="setting-grid">
          {field.fields.map((one) => (
            <ValueField
              key={one.name}
              field={one}
              path={`${path}.${one.name}`}
              value={item[one.name] ?? (one.optional ? null : emptyOf(one))}
              change={(told) => change({ ...item, [one.name]: told })}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function wayOf(item: Item): Way {
  if (typeof item.queue === 'string') return 'queue';
  if (item.callback === true) return 'callback';
  if (item.voicemail === true) return 'voicemail';
  return typeof item.flow === 'string' && item.flow !== '' ? 'flow' : 'hang_up';
}

/** One way, and what belongs to it. */
function WayControl({ id, field, path, value, change, wrong }: ControlWishes & { value: Item }) {
  const { t } = useWords();
  const [chosen, choose] = useState<Way>(() => wayOf(value));
  const way = value[chosen] === undefined || value[chosen] === null ? wayOf(value) : chosen;
  const begun: Record<Way, Plain> = {
    queue: '',
    callback: true,
    voicemail: true,
    flow: '',
    hang_up: {},
  };
  const turn = (to: string) => {
    const next = ways.find((one) => one === to) ?? 'hang_up';
    choose(next);
    change({ [next]: begun[next] });
  };
  const inner = field.fields.find((one) => one.name === way && one.kind !== 'yes_no');
  return (
    <div className="setting-grid">
      <div className="field">
        <label htmlFor={`${id}-way`}>{t('admin.goesTo')}</label>
        <Options
          id={`${id}-way`}
          wrong={wrong}
          value={way}
          options={ways.map((one) => ({ id: one, name: t(`admin.way.${one}`) }))}
          none={undefined}
          choose={turn}
        />
      </div>
      {inner !== undefined && (
        <ValueField
          field={inner}
          path={`${path}.${way}`}
          value={value[way]}
          change={(told) => change({ [way]: told ?? begun[way] })}
        />
      )}
    </div>
  );
}

/** A word, or fields in its place. */
function EitherControl(wishes: ControlWishes) {
  const { t, say } = useWords();
  const { id, field, value, change } = wishes;
  const group = field.fields.find((one) => one.kind === 'group');
  const choice = field.fields.find((one) => one.kind === 'choice');
  const options = [
    ...(choice?.choices.map((one) => ({ id: one.value, name: say(one.label) })) ?? []),
    ...(group === undefined ? [] : [{ id: '{}', name: t('admin.goesTo') }]),
  ];
  return (
    <>
      <Options
        id={id}
        wrong={wishes.wrong}
        value={isItem(value) ? '{}' : String(value ?? '')}
        options={options}
        none={undefined}
        choose={(told) =>
          change(told === '{}' && group !== undefined ? groupOf(group.fields) : told)
        }
      />
      {isItem(value) && group !== undefined && (
        <GroupControl {...wishes} id={`${id}-group`} field={group} />
      )}
    </>
  );
}

/** As it would stand in a file; what cannot be read stays a text, for the server to name. */
function OtherControl({ id, value, change, wrong }: ControlWishes) {
  const [text, setText] = useState(() => JSON.stringify(value ?? null));
  const put = (told: string) => {
    setText(told);
    try {
      change(JSON.parse(told) as Plain);
    } catch {
      change(told);
    }
  };
  return (
    <textarea
      id={id}
      className="input"
      rows={2}
      value={text}
      aria-invalid={wrong}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}
