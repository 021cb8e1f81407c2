/** One setting in a form: its label, its help, its faults, and the control its kind asks for. */
import { createContext, type ReactNode, useContext, useId } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../parts/icon';
import type { SettingsFault, SettingsField } from '../wire/types';
import { inShort, type Plain, same } from './draft';
import { faultText, rangeText } from './setting_words';
import { Control, isBlock } from './value_controls';

/** What every field of a form needs to know. */
export interface FormTold {
  readonly faults: ReadonlyMap<string, readonly SettingsFault[]>;
  /** The items that a field may name: id and what it is called. */
  readonly named: (section: string) => readonly { id: string; name: string }[];
}

export const FormContext = createContext<FormTold>({ faults: new Map(), named: () => [] });

interface ValueFieldWishes {
  field: SettingsField;
  path: string;
  value: Plain | undefined;
  /** What stands; where it differs it is shown beside. */
  before?: Plain | undefined;
  change: (value: Plain) => void;
}

export function ValueField({ field, path, value, before, change }: ValueFieldWishes) {
  const { t, say, language } = useWords();
  const { faults } = useContext(FormContext);
  const id = useId();
  const mine = faults.get(path) ?? [];
  const changed = before !== undefined && !same(before, value);
  const range = rangeText(field, t, language);
  const block = isBlock(field);
  const wide = block && !(field.kind === 'group' && value === null);
  const label = (
    <>
      {say(field.label)}
      {field.needed && <span className="ink-3"> *</span>}
      {changed && <i className="setting-dot" title={t('admin.changed')} />}
    </>
  );
  return (
    <div
      className={`field setting ${wide ? 'wide' : ''} ${changed ? 'changed' : ''}`}
      id={`at-${path}`}
    >
      {block ? (
        <span className="label strong" id={id}>
          {label}
        </span>
      ) : (
        <label htmlFor={id}>{label}</label>
      )}
      <Control
        id={id}
        field={field}
        path={path}
        value={value}
        change={change}
        wrong={mine.length > 0}
      />
      {mine.map((fault) => (
        <FaultLine key={fault.path + fault.code}>{faultText(fault, t)}</FaultLine>
      ))}
      <span className="xs ink-3 setting-help" id={`${id}-help`}>
        {[say(field.help), range].filter(Boolean).join(' ')}
        {changed && !block && <b> {t('admin.was', { value: inShort(before) })}</b>}
      </span>
    </div>
  );
}

export function FaultLine({ children }: { children: ReactNode }) {
  return (
    <span className="error-line" role="alert">
      <Icon name="stop" size={14} />
      <span>{children}</span>
    </span>
  );
}
