/** Administration: sections at the left, a list or a form in the middle, what changed at the right. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../i18n';
import { GreyLines } from '../parts/card';
import { Icon, type IconName } from '../parts/icon';
import type { SettingsDescription, SettingsSection } from '../wire/types';
import './admin.css';
import { useDrafts } from './drafts';
import { ItemForm } from './item_form';
import { ItemList } from './item_list';
import { type Document, readDescription, readDocument } from './settings_api';

const iconOf: Record<string, IconName> = {
  house: 'globe',
  queues: 'users',
  agents: 'user',
  teams: 'cup',
  calendars: 'clock',
  reasons: 'minus',
  numbers: 'phone',
  skills: 'star',
  sites: 'pin',
  employers: 'case',
};

export default function AdminPage() {
  const { t } = useWords();
  const description = useQuery({
    queryKey: ['settings', 'description'],
    queryFn: ({ signal }) => readDescription(signal),
  });
  const document_ = useQuery({
    queryKey: ['settings', 'document'],
    queryFn: ({ signal }) => readDocument(signal),
  });
  useEffect(() => {
    document.title = t('admin.title');
  }, [t]);
  return (
    <main className="page admin">
      <h1 className="sr-only">{t('admin.title')}</h1>
      {(description.isError || document_.isError) && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('admin.noAnswer')}
        </p>
      )}
      {description.data !== undefined && document_.data !== undefined ? (
        <Sections description={description.data} all={document_.data} />
      ) : (
        <GreyLines widths={[60, 80, 70]} />
      )}
    </main>
  );
}

function Sections({ description, all }: { description: SettingsDescription; all: Document }) {
  const [at] = useLocation();
  const [, , name = '', item = ''] = at.split('/').map(decodeURIComponent);
  const section =
    description.sections.find((one) => one.section === name) ?? description.sections[0];
  if (section === undefined) return null;
  const chosen = section.sole ? '' : item;
  return (
    <>
      <Navigation sections={description.sections} here={section.section} />
      {section.sole || item !== '' ? (
        <ItemForm
          key={`${section.section}/${chosen}`}
          section={section}
          item={chosen}
          description={description}
          all={all}
        />
      ) : (
        <ItemList key={section.section} section={section} description={description} all={all} />
      )}
    </>
  );
}

function Navigation({ sections, here }: { sections: SettingsSection[]; here: string }) {
  const { t, say } = useWords();
  const waiting = useDrafts();
  return (
    <nav className="card admin-nav" aria-label={t('admin.title')}>
      <ul>
        {sections.map((one) => (
          <li key={one.section}>
            <Link
              href={`/admin/${one.section}`}
              aria-current={one.section === here ? 'page' : undefined}
            >
              <Icon name={iconOf[one.section] ?? 'gear'} />
              <span className="grow">{say(one.name)}</span>
              {waiting.some((draft) => draft.section === one.section) && (
                <i className="setting-dot" title={t('admin.unsaved')} />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
