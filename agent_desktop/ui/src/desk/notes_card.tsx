/** Notes and outcome beside the call: written from the offer on, kept within a second. */
import { useWords } from '../i18n';
import { asTime } from '../live/format';
import { useStore } from '../live/store';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import { useDesk, useView } from './desk_context';
import { NeedFields } from './need_fields';
import { OutcomeGrid } from './outcome_grid';

export const notesField = 'desk-notes';

export function NotesCard() {
  const { t } = useWords();
  const desk = useDesk();
  const draft = useStore(desk.notes.draft, (value) => value);
  const offered = useView((view) => view.offer !== null);
  return (
    <Card
      title={t('notes.title')}
      fill
      className="notes"
      end={offered ? <span className="xs ink-3">{t('notes.before')}</span> : <Saved />}
    >
      <div className="body notes-body">
        <label className="sr-only" htmlFor={notesField}>
          {t('notes.notes')}
        </label>
        <textarea
          id={notesField}
          className="input"
          placeholder={t('notes.placeholder')}
          maxLength={4000}
          value={draft.text}
          onChange={(event) => desk.notes.write({ text: event.currentTarget.value })}
        />
        <NeedFields />
        <OutcomeGrid />
      </div>
    </Card>
  );
}

/** Whether what is written is kept. */
export function Saved() {
  const { t, language } = useWords();
  const desk = useDesk();
  const draft = useStore(desk.notes.draft, (value) => value);
  if (draft.saving === 'failed') {
    return (
      <span className="xs c-warn row tight" role="status">
        <Icon name="alert" size={14} />
        {t('notes.failed')}
      </span>
    );
  }
  if (draft.saving === 'typing') return <span className="xs ink-3">{t('notes.saving')}</span>;
  if (draft.savedAt === null) return null;
  return (
    <span className="xs ink-3 row tight">
      <Icon name="check" size={14} />
      {t('notes.saved', { time: asTime(draft.savedAt, language, true) })}
    </span>
  );
}
