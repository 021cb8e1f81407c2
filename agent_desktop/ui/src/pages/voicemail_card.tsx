/** One message: listened to, taken, called back or done with. One press each, done once. */
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { voicemailAddress } from '../wire/api';
import type { VoicemailFinish, VoicemailRow } from '../wire/types';
import { useVoicemailPress } from './use_voicemail_press';
import { Moment, State } from './voicemails_page';

const outcomes: readonly VoicemailFinish['outcome'][] = ['handled', 'passed_on', 'nothing_to_do'];

export function VoicemailCard({ row }: { row: VoicemailRow }) {
  const { t, say } = useWords();
  return (
    <section className="card fill voicemail-card" aria-label={t('voicemails.one')}>
      <header>
        <h2 className="cut">{row.customer_name || row.number || t('customer.withheld')}</h2>
        <span className="end">
          <State row={row} />
        </span>
      </header>
      <div className="body scrolls voicemail-body">
        <dl className="pairs sm">
          <dt>{t('recent.queue')}</dt>
          <dd>{say(row.queue_name)}</dd>
          <dt>{t('voicemails.number')}</dt>
          <dd className="num">{row.number || t('customer.withheld')}</dd>
          <dt>{t('voicemails.left')}</dt>
          <dd className="num">
            <Moment instant={row.left_at} /> · {asClock(row.seconds)}
          </dd>
          <dt>{t('voicemails.ended')}</dt>
          <dd>{t(`voicemails.how.${row.how}`)}</dd>
        </dl>
        <Sound row={row} />
        <Work row={row} />
      </div>
    </section>
  );
}

function Sound({ row }: { row: VoicemailRow }) {
  const { t } = useWords();
  const [broken, setBroken] = useState(false);
  if (row.sound === 'ready' && !broken) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a message by telephone has no captions
      <audio
        className="voicemail-sound"
        controls
        preload="metadata"
        src={voicemailAddress(row.call)}
        aria-label={t('voicemails.listen')}
        onError={() => setBroken(true)}
        data-voicemail
      />
    );
  }
  const pending = row.sound === 'pending' && !broken;
  return (
    <p className={`note ${pending ? '' : 'warn'}`}>
      <Icon name={pending ? 'info' : 'alert'} size={14} />
      <span>{t(pending ? 'voicemails.pending' : 'voicemails.lost')}</span>
    </p>
  );
}

/** What may be done with it now, by whose it is. */
function Work({ row }: { row: VoicemailRow }) {
  const me = useStore(session, (who) => who?.agent ?? '');
  const leads = useStore(session, (who) => who?.role !== 'agent');
  if (row.state === 'done') return null;
  if (row.state === 'taken' && row.agent === me) return <Mine row={row} />;
  return <Others row={row} leads={leads} />;
}

function Others({ row, leads }: { row: VoicemailRow; leads: boolean }) {
  const { t } = useWords();
  const { press, pressing, refusal } = useVoicemailPress(row.call);
  return (
    <Deeds refusal={refusal}>
      {row.state === 'open' ? (
        <Button kind="primary" size="lg" wide disabled={pressing} onClick={() => press('take')}>
          {t('voicemails.take')}
        </Button>
      ) : (
        leads && (
          <Button wide disabled={pressing} onClick={() => press('return')}>
            {t('voicemails.giveBackFor')}
          </Button>
        )
      )}
    </Deeds>
  );
}

function Mine({ row }: { row: VoicemailRow }) {
  const { t } = useWords();
  const note = useId();
  const { press, pressing, refusal } = useVoicemailPress(row.call);
  const [text, write] = useState('');
  const [outcome, choose] = useState<VoicemailFinish['outcome']>('handled');
  return (
    <Deeds refusal={refusal}>
      <Button
        kind="primary"
        size="lg"
        icon="phone"
        wide
        disabled={pressing || !row.may_call_back}
        onClick={() => press('call-back')}
      >
        {t('voicemails.callBack')}
      </Button>
      <p className="xs ink-3">
        {t(row.may_call_back ? 'voicemails.callBackHint' : 'voicemails.noCallBack')}
      </p>
      <hr className="line" />
      <fieldset className="voicemail-outcomes">
        <legend className="label">{t('voicemails.outcome')}</legend>
        <span className="segments">
          {outcomes.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === outcome}
              onClick={() => choose(one)}
            >
              {t(`voicemails.outcomes.${one}`)}
            </button>
          ))}
        </span>
      </fieldset>
      <div className="field">
        <label htmlFor={note}>{t('voicemails.note')}</label>
        <textarea
          id={note}
          className="input"
          rows={3}
          maxLength={4000}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button disabled={pressing} onClick={() => press('done', { outcome, note: text })}>
          {t('voicemails.finish')}
        </Button>
        <Button kind="quiet" disabled={pressing} onClick={() => press('return')}>
          {t('voicemails.giveBack')}
        </Button>
      </div>
    </Deeds>
  );
}

function Deeds({ refusal, children }: { refusal: string | null; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="voicemail-deeds">
      {children}
      {refusal !== null && (
        <p className="error-line" role="alert">
          <Icon name="stop" size={14} />
          <span>{t(`voicemails.refused.${refusal}`, { defaultValue: t('calls.failed') })}</span>
        </p>
      )}
    </div>
  );
}
