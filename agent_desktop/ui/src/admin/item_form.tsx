/** The form of one item: its groups, what is not saved yet, what is wrong, and what it would change. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { ApiProblem } from '../wire/api';
import type { SettingsDescription, SettingsFault, SettingsSection } from '../wire/types';
import { byPlace, type Item, inside, isItem, newItem, type Plain } from './draft';
import { DraftCard } from './draft_card';
import { History } from './history';
import { faultText } from './setting_words';
import { address, type Document, readTagged, type Tagged } from './settings_api';
import { show } from './show_field';
import { useItem } from './use_item';
import { FormContext, type FormTold, ValueField } from './value_field';

interface ItemFormWishes {
  section: SettingsSection;
  item: string;
  description: SettingsDescription;
  all: Document;
}

/** Reads what stands; an item that there is not yet begins with what is usual. */
export function ItemForm(wishes: ItemFormWishes) {
  const { section, item } = wishes;
  const { t } = useWords();
  const base = useQuery({
    queryKey: ['settings', 'item', section.section, item],
    queryFn: async ({ signal }): Promise<Tagged> => {
      try {
        return await readTagged(address(section.section, item), signal);
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404)
          return { value: null, tag: '' };
        throw problem;
      }
    },
  });
  if (base.data === undefined) {
    return (
      <section className="card fill admin-middle">
        {base.isError ? (
          <p className="body error-line" role="alert">
            {t('admin.noAnswer')}
          </p>
        ) : (
          <GreyLines widths={[60, 80, 70]} />
        )}
      </section>
    );
  }
  return <OpenForm {...wishes} base={base.data} />;
}

function OpenForm({ section, item, description, all, base }: ItemFormWishes & { base: Tagged }) {
  const { t, say } = useWords();
  const root = item === '' ? section.section : `${section.section}.${item}`;
  const usual = useMemo(() => newItem(section), [section]);
  const open = useItem(section.section, item, base, usual);
  const told = useTold(open.faults, root, section, description, all);
  useSaveKey(open.dirty ? open.save : undefined);
  const value = isItem(open.value) ? open.value : usual;
  const before = isItem(open.base.value) ? open.base.value : undefined;
  const set = (name: string, to: Plain) => open.change({ ...value, [name]: to });
  return (
    <>
      <div className="column admin-middle">
        <FaultList faults={open.faults} root={root} section={section} />
        <section className="card admin-form" aria-label={say(section.one)}>
          <FormHead section={section} item={item} open={open} value={value} />
          <FormContext value={told}>
            {section.groups.map((group) => (
              <fieldset className="admin-group" key={group.name.en}>
                <legend>{say(group.name)}</legend>
                <div className="setting-grid">
                  {group.fields.map((field) => (
                    <ValueField
                      key={field.name}
                      field={field}
                      path={field.name}
                      value={value[field.name]}
                      before={before?.[field.name]}
                      change={(to) => set(field.name, to)}
                    />
                  ))}
                </div>
              </fieldset>
            ))}
          </FormContext>
        </section>
      </div>
      <aside className="column admin-side">
        {open.newer !== null && (
          <div className="note warn" role="alert">
            <Icon name="alert" />
            <span className="grow">
              {t('admin.stale')}
              <span className="row setting-new">
                <Button size="sm" onClick={open.takeTheirs}>
                  {t('admin.takeTheirs')}
                </Button>
                <Button size="sm" onClick={open.keepMine}>
                  {t('admin.keepMine')}
                </Button>
              </span>
            </span>
          </div>
        )}
        <DraftCard open={open} root={root} section={section} />
        <History section={section} item={item} />
      </aside>
    </>
  );
}

interface FormHeadWishes {
  section: SettingsSection;
  item: string;
  open: ReturnType<typeof useItem>;
  value: Item;
}

function FormHead({ section, item, open, value }: FormHeadWishes) {
  const { t, say } = useWords();
  const title = say({
    zh: String(value.name ?? value.zh ?? item),
    en: String(value.name_en ?? value.en ?? item),
  });
  return (
    <header className="admin-head">
      {!section.sole && (
        <Link href={`/admin/${section.section}`} className="row tight sm">
          <Icon name="left" />
          {say(section.name)}
        </Link>
      )}
      <h2 className="cut">{section.sole ? say(section.name) : title || item}</h2>
      {!section.sole && <span className="ink-3 num">{item}</span>}
      {open.isNew && <span className="tag tone-ring">{t('admin.new')}</span>}
      {open.dirty && (
        <span className="tag tone-warn">
          <Icon name="pen" size={12} />
          {t('admin.unsavedChanges', { count: open.changes.length })}
        </span>
      )}
      <span className="end row">
        {!section.sole && !open.isNew && !open.dirty && <Remove open={open} />}
        <Button size="sm" disabled={!open.dirty} onClick={open.discard}>
          {t('admin.discard')}
        </Button>
        <Button
          size="sm"
          kind="primary"
          keys="Ctrl S"
          disabled={!open.dirty || open.busy}
          onClick={open.save}
        >
          {t('admin.save')}
        </Button>
      </span>
    </header>
  );
}

function Remove({ open }: { open: ReturnType<typeof useItem> }) {
  const { t } = useWords();
  return open.removing ? (
    <>
      <Button size="sm" kind="hang" disabled={open.busy} onClick={open.remove}>
        {t('admin.really')}
      </Button>
      <Button size="sm" onClick={() => open.askRemove(false)}>
        {t('admin.keep')}
      </Button>
    </>
  ) : (
    <Button size="sm" kind="quiet" onClick={() => open.askRemove(true)}>
      {t('admin.remove')}
    </Button>
  );
}

interface FaultListWishes {
  faults: readonly SettingsFault[];
  root: string;
  section: SettingsSection;
}

/** What has to be corrected, each with a way to its field. */
function FaultList({ faults, root, section }: FaultListWishes) {
  const { t, say } = useWords();
  if (faults.length === 0) return null;
  const fields = section.groups.flatMap((group) => group.fields);
  const labelOf = (path: string) => {
    const place = inside(path, root);
    const field = fields.find((one) => place?.split(/[.[]/, 1)[0] === one.name);
    return field === undefined ? path : say(field.label);
  };
  return (
    <div className="note over" role="alert" id="faults">
      <Icon name="stop" />
      <span className="grow">
        <b>{t('admin.toCorrect', { count: faults.length })}</b>
        <ul className="fault-list">
          {faults.map((fault) => {
            const place = inside(fault.path, root);
            return (
              <li key={fault.path + fault.code}>
                {place === null || place === '' ? (
                  <span className="num">{fault.path}</span>
                ) : (
                  <button type="button" className="as-link" onClick={() => show(place)}>
                    {labelOf(fault.path)}
                  </button>
                )}
                {': '}
                {faultText(fault, t)}
              </li>
            );
          })}
        </ul>
        <span className="sm">{t('admin.inForce')}</span>
      </span>
    </div>
  );
}

function useTold(
  faults: readonly SettingsFault[],
  root: string,
  section: SettingsSection,
  description: SettingsDescription,
  all: Document,
): FormTold {
  const { language } = useWords();
  return useMemo(() => {
    const shown = new Set(section.groups.flatMap((group) => group.fields.map((one) => one.name)));
    const named = (of: string) => {
      if (of === 'flows') return description.flows.map((id) => ({ id, name: id }));
      return Object.entries(all[of] ?? {}).map(([id, one]) => {
        const name = isItem(one as Plain)
          ? (one as Item)[language === 'en' ? 'name_en' : 'name']
          : '';
        return { id, name: typeof name === 'string' && name !== '' ? `${id} · ${name}` : id };
      });
    };
    return { faults: byPlace(faults, root, shown), named };
  }, [faults, root, section, description, all, language]);
}

function useSaveKey(save: (() => void) | undefined): void {
  const now = useRef(save);
  now.current = save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      now.current?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
