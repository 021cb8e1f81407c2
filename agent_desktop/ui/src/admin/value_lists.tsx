/** Lists and maps: rows that come and go; a list of names is ticked. */
import { useContext, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import type { SettingsField } from '../wire/types';
import { emptyOf, groupOf, isItem, type Plain } from './draft';
import { faultText } from './setting_words';
import { Control, type ControlWishes, isBlock, Options } from './value_controls';
import { FaultLine, FormContext, ValueField } from './value_field';

export function ListControl(wishes: ControlWishes) {
  const { field } = wishes;
  if (field.of === null) return null;
  const ticked = field.of.refers !== '' || field.of.kind === 'choice';
  return ticked ? <Ticks {...wishes} of={field.of} /> : <Rows {...wishes} of={field.of} />;
}

function Ticks({ id, path, value, change, of }: ControlWishes & { of: SettingsField }) {
  const { say, t } = useWords();
  const { named, faults } = useContext(FormContext);
  const chosen = Array.isArray(value) ? value : [];
  const options =
    of.refers !== ''
      ? named(of.refers)
      : of.choices.map((one) => ({ id: one.value, name: say(one.label) }));
  const lost = chosen.filter((one) => !options.some((option) => option.id === one));
  const all = [...options, ...lost.map((one) => ({ id: String(one), name: String(one) }))];
  const toggle = (name: string, on: boolean) =>
    change(on ? [...chosen, name] : chosen.filter((one) => one !== name));
  return (
    <fieldset className="setting-ticks" aria-labelledby={id}>
      {all.map((one) => (
        <label key={one.id} className="row setting-check">
          <input
            type="checkbox"
            checked={chosen.includes(one.id)}
            onChange={(event) => toggle(one.id, event.currentTarget.checked)}
          />
          <span>{one.name}</span>
        </label>
      ))}
      {chosen.flatMap((one, at) =>
        (faults.get(`${path}[${at}]`) ?? []).map((fault) => (
          <FaultLine key={String(one)}>{faultText(fault, t)}</FaultLine>
        )),
      )}
    </fieldset>
  );
}

function Rows({ id, path, value, change, of }: ControlWishes & { of: SettingsField }) {
  const { t } = useWords();
  const rows = Array.isArray(value) ? value : [];
  const put = (at: number, told: Plain) => change(rows.map((one, n) => (n === at ? told : one)));
  const fresh = () => (of.kind === 'group' ? groupOf(of.fields) : emptyOf(of));
  return (
    <div className="setting-rows" role="group" aria-labelledby={id}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <div className="setting-row" key={at}>
          <Row of={of} path={`${path}[${at}]`} value={row} change={(told) => put(at, told)} />
          <Button
            size="sm"
            kind="quiet"
            icon="x"
            aria-label={t('admin.takeOut')}
            onClick={() => change(rows.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      <Button size="sm" icon="plus" onClick={() => change([...rows, fresh()])}>
        {t('admin.add')}
      </Button>
    </div>
  );
}

interface RowWishes {
  of: SettingsField;
  path: string;
  value: Plain;
  change: (value: Plain) => void;
}

/** A group's fields side by side, or the one value. */
function Row({ of, path, value, change }: RowWishes) {
  const { t } = useWords();
  const { faults } = useContext(FormContext);
  const mine = faults.get(path) ?? [];
  const lines = mine.map((fault) => <FaultLine key={fault.code}>{faultText(fault, t)}</FaultLine>);
  if (of.kind !== 'group') {
    return (
      <div className="grow">
        <Control
          id={`in-${path}`}
          field={of}
          path={path}
          value={value}
          change={change}
          wrong={mine.length > 0}
        />
        {lines}
      </div>
    );
  }
  const item = isItem(value) ? value : {};
  return (
    <div className="grow">
      <div className="setting-grid">
        {of.fields.map((one) => (
          <ValueField
            key={one.name}
            field={one}
            path={`${path}.${one.name}`}
            value={item[one.name] ?? (one.optional ? null : emptyOf(one))}
            change={(told) => change({ ...item, [one.name]: told })}
          />
        ))}
      </div>
      {lines}
    </div>
  );
}

export function MapControl({ id, field, path, value, change }: ControlWishes) {
  const { t } = useWords();
  const { key, of } = field;
  if (key === null || of === null) return null;
  const item = isItem(value) ? value : {};
  const without = (name: string) =>
    Object.fromEntries(Object.entries(item).filter(([one]) => one !== name));
  return (
    <div className="setting-rows" role="group" aria-labelledby={id}>
      {Object.entries(item).map(([name, one]) => (
        <div className={`setting-row ${isBlock(of) ? 'tall' : ''}`} key={name}>
          <Name of={key} name={name} />
          <Row
            of={of}
            path={`${path}.${name}`}
            value={one}
            change={(told) => change({ ...item, [name]: told })}
          />
          <Button
            size="sm"
            kind="quiet"
            icon="x"
            aria-label={t('admin.takeOut')}
            onClick={() => change(without(name))}
          />
        </div>
      ))}
      <NewName
        id={`${id}-new`}
        of={key}
        taken={Object.keys(item)}
        add={(name) => change({ ...item, [name]: emptyOf(of) })}
      />
    </div>
  );
}

function Name({ of, name }: { of: SettingsField; name: string }) {
  const { say } = useWords();
  const { named } = useContext(FormContext);
  const choice = of.choices.find((one) => one.value === name);
  const known = of.refers === '' ? undefined : named(of.refers).find((one) => one.id === name);
  return <b className="setting-name">{choice ? say(choice.label) : (known?.name ?? name)}</b>;
}

interface NewNameWishes {
  id: string;
  of: SettingsField;
  taken: readonly string[];
  add: (name: string) => void;
}

/** Which one more there is to be. */
function NewName({ id, of, taken, add }: NewNameWishes) {
  const { t, say } = useWords();
  const { named } = useContext(FormContext);
  const [text, setText] = useState('');
  const options = (
    of.refers !== ''
      ? named(of.refers)
      : of.choices.map((one) => ({ id: one.value, name: say(one.label) }))
  ).filter((one) => !taken.includes(one.id));
  if (of.refers !== '' || of.choices.length > 0) {
    if (options.length === 0) return null;
    return (
      <div className="setting-new">
        <Options
          id={id}
          value=""
          options={options}
          none={t('admin.addOne')}
          choose={add}
          wrong={false}
        />
      </div>
    );
  }
  const put = () => {
    if (text.trim() !== '' && !taken.includes(text.trim())) add(text.trim());
    setText('');
  };
  return (
    <div className="setting-new row">
      <input
        id={id}
        type={of.kind === 'date' ? 'date' : 'text'}
        className="input sm"
        aria-label={t('admin.addOne')}
        placeholder={t('admin.addOne')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          put();
        }}
      />
      <Button size="sm" icon="plus" onClick={put}>
        {t('admin.add')}
      </Button>
    </div>
  );
}
