/** What a draft would change, and why: beside the form, before it is published. */
import { useWords } from '../i18n';
import { Icon } from '../parts/icon';
import type { SettingsChange, SettingsSection } from '../wire/types';
import { inShort, inside, nameOf } from './draft';
import type { useItem } from './use_item';

interface DraftCardWishes {
  open: ReturnType<typeof useItem>;
  root: string;
  section: SettingsSection;
}

export function DraftCard({ open, root, section }: DraftCardWishes) {
  const { t } = useWords();
  if (!open.dirty) return null;
  const mine = open.warnings.filter((one) => inside(one.path, root) !== null);
  const others = open.warnings.length - mine.length;
  return (
    <section className="card" aria-label={t('admin.draft')}>
      <header className="admin-draft">
        <h2>{t('admin.draft')}</h2>
        <span className="end xs">{t('admin.notSaved')}</span>
      </header>
      <div className="body stack">
        <Differences changes={open.changes} root={root} section={section} />
        {mine.length > 0 && (
          <ul className="stack">
            {mine.map((one) => (
              <li key={one.path + one.code} className="row tight sm c-warn admin-warning">
                <Icon name="alert" size={14} />
                <span>
                  {one.path}: {one.what}
                </span>
              </li>
            ))}
          </ul>
        )}
        {others > 0 && (
          <span className="xs ink-3">{t('admin.warningsElsewhere', { count: others })}</span>
        )}
        {open.failed !== '' && (
          <p className="error-line" role="alert">
            <Icon name="stop" size={14} />
            {t('admin.noAnswer')}
          </p>
        )}
        <label className="field">
          <span className="xs ink-3">{t('admin.remark')}</span>
          <input
            className="input sm"
            maxLength={200}
            value={open.remark}
            onChange={(event) => open.setRemark(event.currentTarget.value)}
          />
        </label>
      </div>
    </section>
  );
}

interface DifferencesWishes {
  changes: readonly SettingsChange[];
  root: string;
  section: SettingsSection;
}

const shownMost = 12;

export function Differences({ changes, root, section }: DifferencesWishes) {
  const { t, say } = useWords();
  if (changes.length === 0) return <span className="sm ink-3">{t('admin.noDifference')}</span>;
  return (
    <div className="differences">
      {changes.slice(0, shownMost).map((one) => (
        <div key={one.path}>
          <span className="xs">{nameOf(one, root, section, (field) => say(field.label))}</span>
          {one.old !== null && <del>− {inShort(one.old)}</del>}
          {one.new !== null && <ins>+ {inShort(one.new)}</ins>}
        </div>
      ))}
      {changes.length > shownMost && (
        <span className="xs ink-3">{t('admin.more', { count: changes.length - shownMost })}</span>
      )}
    </div>
  );
}
