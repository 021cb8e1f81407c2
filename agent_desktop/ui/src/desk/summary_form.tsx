/** The call summary in the middle during wrap-up: it is now the work. One filled button ends it. */
import { useWords } from '../i18n';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { WrapUpView } from '../wire/types';
import { useDesk, useDeskState, useView } from './desk_context';
import type { DeskSession } from './desk_session';
import { NeedFields } from './need_fields';
import { notesField, Saved } from './notes_card';
import { OutcomeGrid } from './outcome_grid';
import { RefusalLine } from './refusal_line';

export function SummaryForm({ wrapUp }: { wrapUp: WrapUpView }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const draft = useStore(desk.notes.draft, (value) => value);
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const offline = useDeskState((state) => state.connection !== 'open');
  const after =
    me.intent === 'available'
      ? t('intent.ready')
      : say(reasons.find((one) => one.code === me.intent_reason)?.words) || t('intent.notReady');
  const missing = draft.outcome === '';
  return (
    <Card title={t('wrapUp.summary')} fill className="summary" end={<Saved />}>
      <div className="body summary-body">
        <div className="field">
          <span className="label strong">{t('notes.need')}</span>
          <NeedFields big />
        </div>
        <div className="field">
          <span className="label strong">{t('notes.outcome')}</span>
          <OutcomeGrid big />
        </div>
        <div className="field grow-field">
          <label className="strong" htmlFor={notesField}>
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
        </div>
      </div>
      <footer className="summary-foot">
        <span className={`sm row tight ${missing ? 'c-warn' : 'ink-2'}`}>
          {missing && <Icon name="alert" />}
          {missing ? t('wrapUp.missingOutcome') : t('wrapUp.nothingMissing')}
        </span>
        <RefusalLine of={['give_outcome']} />
        <Button
          kind="primary"
          size="lg"
          keys="Ctrl Enter"
          className="end finish"
          disabled={missing || offline}
          onClick={() => finish(desk, wrapUp)}
        >
          {t('wrapUp.finish', { after })}
        </Button>
      </footer>
    </Card>
  );
}

/** Ends wrap-up with what is chosen; the notes go along first. */
export function finish(desk: DeskSession, wrapUp: WrapUpView): void {
  const { outcome, need, needs } = desk.notes.draft.value;
  if (outcome === '') return;
  desk.notes.flush();
  void desk.press({
    do: 'give_outcome',
    call: wrapUp.call,
    outcome,
    need: need || wrapUp.suggested_need,
    needs: needs.filter((one) => one !== ''),
  });
}
