/** Who calls: the record's head and facts; or the choice of several; or a blank one to fill in. */
import { type FormEvent, useState } from 'react';
import { useWords } from '../i18n';
import { asMoment, initials } from '../live/format';
import { localNow } from '../live/server_clock';
import { Button } from '../parts/button';
import { Card, GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import type { CustomerView, CustomerCard as Record } from '../wire/types';
import { useDesk, useDeskState, useView } from './desk_context';
import { useNeedWords } from './need_words';
import { TierTag } from './offer_card';
import { RefusalLine } from './refusal_line';

export function CustomerArea({ customer }: { customer: CustomerView }) {
  const { t } = useWords();
  switch (customer.state) {
    case 'known':
      return customer.card === null ? null : <Known record={customer.card} />;
    case 'blank':
      return <Blank customer={customer} />;
    case 'choice':
      return <Choice customer={customer} />;
    case 'loading':
      return (
        <Card title={t('customer.title')}>
          <GreyLines widths={[40, 70, 55]} />
        </Card>
      );
    case 'unavailable':
      return (
        <Card title={t('customer.title')}>
          <p className="body sm c-warn row">
            <Icon name="alert" />
            {t('customer.unavailable')}
          </p>
        </Card>
      );
  }
}

function Known({ record }: { record: Record }) {
  const { t, say } = useWords();
  const need = useNeedWords()(
    useView(
      (view) => view.notes?.need || view.call?.suggested_need || view.offer?.suggested_need || '',
    ),
  );
  return (
    <section className="card" aria-label={t('customer.title')}>
      <div className="customer-head">
        <span className="avatar" aria-hidden="true">
          {initials(record.name)}
        </span>
        <div className="grow">
          <div className="row wraps">
            <h2 className="customer-name cut">{record.name}</h2>
            <TierTag tier={record.tier} />
            {record.customer_since > 0 && (
              <span className="tag">{t('customer.since', { year: record.customer_since })}</span>
            )}
            {record.segment !== '' && (
              <span className="tag">{segmentWords(record.segment, t)}</span>
            )}
            {record.verified && (
              <span className="pill tone-ready end">
                <Icon name="shield" size={14} />
                {t('customer.verified')}
              </span>
            )}
          </div>
          <div className="customer-lines sm ink-2">
            {record.number !== '' && (
              <span className="row tight num">
                <Icon name="phone" />
                {record.number}
              </span>
            )}
            {record.email !== '' && (
              <span className="row tight">
                <Icon name="mail" />
                {record.email}
              </span>
            )}
            {record.city !== '' && (
              <span className="row tight">
                <Icon name="pin" />
                {record.city}
              </span>
            )}
            {record.preferences.length > 0 && (
              <span className="row tight cut">
                <Icon name="tag" />
                {record.preferences.map(say).join(' · ')}
              </span>
            )}
          </div>
        </div>
      </div>
      <div className="fact-strip">
        <div>
          <span>{t('customer.need')}</span>
          <b className="cut">{need || '–'}</b>
        </div>
        <div>
          <span>{t('customer.callsToday')}</span>
          <b>{record.calls_today}</b> · {t('customer.thisWeek', { count: record.calls_this_week })}
        </div>
        <div>
          <span>{t('customer.openCases')}</span>
          {record.cases.length === 0 ? t('common.none') : <b>{record.cases.length}</b>}
          {record.cases[0] !== undefined && ` · ${say(record.cases[0].title)}`}
        </div>
        <div>
          <span>{t('customer.lastAgent')}</span>
          <span className="cut value">{say(record.last_agent) || t('common.none')}</span>
        </div>
      </div>
    </section>
  );
}

type Translate = ReturnType<typeof useWords>['t'];

function segmentWords(segment: string, t: Translate): string {
  return t(`segment.${segment}` as 'segment.business', { defaultValue: segment });
}

/** Several records have this number: she asks, and picks one; none is chosen beforehand. */
function Choice({ customer }: { customer: CustomerView }) {
  const { t, language } = useWords();
  const desk = useDesk();
  return (
    <Card title={t('customer.choose')} count={customer.choices.length}>
      <p className="body sm ink-2">{t('customer.chooseHint', { number: customer.number })}</p>
      <ul className="choices">
        {customer.choices.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() =>
                void desk.press({ do: 'choose_customer', call: customer.call, customer: one.id })
              }
            >
              <span className="avatar small" aria-hidden="true">
                {initials(one.name)}
              </span>
              <b className="cut">{one.name}</b>
              <TierTag tier={one.tier} />
              <span className="ink-2">{one.city}</span>
              <span className="end sm ink-3">
                {one.last_contact_at !== null &&
                  t('customer.lastContact', {
                    when: asMoment(one.last_contact_at, localNow(), language, t('common.today')),
                  })}
              </span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
      <div className="pad">
        <RefusalLine of={['choose_customer']} />
      </div>
    </Card>
  );
}

const blank = { name: '', city: '', email: '', remark: '' };

/** An unknown number: the record is there to be filled in, one press keeps it. */
function Blank({ customer }: { customer: CustomerView }) {
  const { t } = useWords();
  const desk = useDesk();
  const offline = useDeskState((state) => state.connection !== 'open');
  const language = useView((view) => view.call?.language ?? view.offer?.language ?? '');
  const [written, write] = useState(blank);
  const [sending, setSending] = useState(false);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    await desk.press({ do: 'create_customer', call: customer.call, language, ...written });
    setSending(false);
  };
  const field = (name: keyof typeof blank) => ({
    id: `customer-${name}`,
    value: written[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      write({ ...written, [name]: event.currentTarget.value }),
  });
  return (
    <Card
      title={t('customer.new')}
      end={<span className="sm ink-2 num">{customer.number || t('customer.withheld')}</span>}
    >
      <form className="body blank-record" onSubmit={(event) => void keep(event)} autoComplete="off">
        <div className="field wide">
          <label htmlFor="customer-name">{t('customer.name')}</label>
          <input className="input" maxLength={120} required {...field('name')} />
        </div>
        <div className="field">
          <label htmlFor="customer-city">{t('customer.city')}</label>
          <input className="input" maxLength={80} {...field('city')} />
        </div>
        <div className="field">
          <label htmlFor="customer-email">{t('customer.email')}</label>
          <input className="input" type="email" maxLength={200} {...field('email')} />
        </div>
        <div className="field wide">
          <label htmlFor="customer-remark">{t('customer.remark')}</label>
          <input className="input" maxLength={2000} {...field('remark')} />
        </div>
        <div className="row wide">
          <Button
            kind="primary"
            size="lg"
            icon="plus"
            type="submit"
            disabled={offline || sending || written.name.trim() === ''}
          >
            {t('customer.create')}
          </Button>
          <span className="xs ink-3">{t('customer.createHint')}</span>
          <RefusalLine of={['create_customer']} />
        </div>
      </form>
    </Card>
  );
}
