/** The items of a section: one line each, with a way to its form and to a new one. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import type { SettingsDescription, SettingsSection } from '../wire/types';
import { isItem, type Plain } from './draft';
import { useDrafts } from './drafts';
import { History } from './history';
import type { Document } from './settings_api';

interface ItemListWishes {
  section: SettingsSection;
  description: SettingsDescription;
  all: Document;
}

export function ItemList({ section, all }: ItemListWishes) {
  const { t, say } = useWords();
  const [, go] = useLocation();
  const drafts = useDrafts().filter((one) => one.section === section.section);
  const [sought, seek] = useState('');
  const items = Object.entries(all[section.section] ?? {}) as [string, Plain][];
  const rows = items.filter(([id, item]) =>
    `${id} ${JSON.stringify(item)}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const open = (id: string) => go(`/admin/${section.section}/${encodeURIComponent(id)}`);
  return (
    <>
      <section className="card fill admin-middle" aria-label={say(section.name)}>
        <header>
          <h2>{say(section.name)}</h2>
          <span className="count num">{items.length}</span>
          <span className="end row">
            <input
              className="input sm filter"
              type="search"
              placeholder={t('admin.seek')}
              aria-label={t('admin.seek')}
              value={sought}
              onChange={(event) => seek(event.currentTarget.value)}
            />
            <NewItem section={section} taken={items.map(([id]) => id)} open={open} />
          </span>
        </header>
        <div className="scrolls">
          <table className="table">
            <tbody>
              {rows.map(([id, item]) => (
                <tr key={id}>
                  <td className="num">
                    <a
                      href={`/admin/${section.section}/${encodeURIComponent(id)}`}
                      onClick={(event) => {
                        event.preventDefault();
                        open(id);
                      }}
                    >
                      {id}
                    </a>
                  </td>
                  <td>
                    <ItemName item={item} />
                  </td>
                  <td className="ink-2">
                    <ItemState item={item} />
                    {drafts.some((one) => one.item === id) && (
                      <span className="tag tone-warn">
                        <Icon name="pen" size={12} />
                        {t('admin.unsaved')}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className="empty">{t('admin.nothing')}</p>}
        </div>
      </section>
      <aside className="column admin-side">
        <History section={section} item="" />
      </aside>
    </>
  );
}

function ItemName({ item }: { item: Plain }) {
  const { say } = useWords();
  if (!isItem(item)) return null;
  const { name, name_en: english, zh, en, flow } = item;
  const words = { zh: String(name ?? zh ?? ''), en: String(english ?? en ?? '') };
  return <>{say(words) || (typeof flow === 'string' ? flow : '')}</>;
}

function ItemState({ item }: { item: Plain }) {
  const { t } = useWords();
  const idle = isItem(item) && item.active === false;
  return idle ? <span className="tag">{t('admin.outOfUse')}</span> : null;
}

interface NewItemWishes {
  section: SettingsSection;
  taken: readonly string[];
  open: (id: string) => void;
}

/** Its id first: it is never changed afterwards. */
function NewItem({ section, taken, open }: NewItemWishes) {
  const { t, say } = useWords();
  const [id, setId] = useState<string | null>(null);
  if (id === null) {
    return (
      <Button size="sm" icon="plus" onClick={() => setId('')}>
        {t('admin.newItem', { what: say(section.one) })}
      </Button>
    );
  }
  const given = id.trim();
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== '') open(given);
      }}
    >
      <input
        className="input sm filter"
        // biome-ignore lint/a11y/noAutofocus: she has just asked for it
        autoFocus
        aria-label={t('admin.id')}
        placeholder={t('admin.id')}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Button size="sm" type="submit" disabled={given === '' || taken.includes(given)}>
        {t('admin.go')}
      </Button>
    </form>
  );
}
