/** What the record holds: trips within 72 hours first, then timeline, orders, cases, profile. */
import { type ReactNode, useState } from 'react';
import { useWords } from '../i18n';
import { asDay, asMoment } from '../live/format';
import { localNow } from '../live/server_clock';
import { Icon, type IconName } from '../parts/icon';
import { Tabs } from '../parts/tabs';
import type { Contact, CustomerCard, Trip } from '../wire/types';
import { useView } from './desk_context';

export function Trips({ trips }: { trips: readonly Trip[] }) {
  const { t } = useWords();
  if (trips.length === 0) return null;
  return (
    <section className="card" aria-label={t('customer.trips')}>
      <header>
        <h2>{t('customer.trips')}</h2>
        <span className="count num">{trips.length}</span>
      </header>
      {trips.map((one) => (
        <Journey key={one.order + one.title} trip={one} />
      ))}
    </section>
  );
}

const troubled: Readonly<Record<string, { tone: string; icon: IconName }>> = {
  cancelled: { tone: 'over', icon: 'stop' },
  delayed: { tone: 'warn', icon: 'alert' },
  awaiting_supplier: { tone: 'warn', icon: 'clock' },
  confirmed: { tone: 'ready', icon: 'check-c' },
  ticketed: { tone: 'ready', icon: 'check-c' },
};

function Journey({ trip }: { trip: Trip }) {
  const { t, say, language } = useWords();
  const look = troubled[trip.state];
  return (
    <div className="trip">
      <span className="ink-3">
        <Icon name={trip.kind === 'hotel' ? 'bed' : 'plane'} />
      </span>
      <p>
        <b>{say(trip.title)}</b>
        {trip.at !== null && <> · {asMoment(trip.at, localNow(), language, t('common.today'))}</>}
      </p>
      <small>
        {[t('customer.order', { order: trip.order }), say(trip.detail)].filter(Boolean).join(' · ')}
      </small>
      {trip.state !== '' && (
        <span className={`pill tone-${look?.tone ?? 'busy'} state-pill`}>
          {look !== undefined && <Icon name={look.icon} size={14} />}
          {t(`order.${trip.state}` as 'order.confirmed', { defaultValue: trip.state })}
        </span>
      )}
    </div>
  );
}

export function CustomerTabs({ record }: { record: CustomerCard }) {
  const { t } = useWords();
  const [tab, setTab] = useState('timeline');
  return (
    <section className="card fill" aria-label={t('customer.record')}>
      <Tabs
        label={t('customer.record')}
        chosen={tab}
        choose={setTab}
        tabs={[
          { id: 'timeline', label: t('customer.timeline') },
          { id: 'orders', label: t('customer.orders'), count: record.orders.length },
          { id: 'cases', label: t('customer.cases'), count: record.cases.length },
          { id: 'profile', label: t('customer.profile') },
        ]}
      />
      <div className="scrolls" role="tabpanel" aria-label={t(`customer.${tab as 'timeline'}`)}>
        {tab === 'timeline' && <ContactList contacts={record.contacts} />}
        {tab === 'orders' && <Orders record={record} />}
        {tab === 'cases' && <Cases record={record} />}
        {tab === 'profile' && <Profile record={record} />}
      </div>
    </section>
  );
}

const channelIcon: Readonly<Record<string, IconName>> = {
  call: 'phone',
  sms: 'chat',
  email: 'mail',
  order: 'plane',
  survey: 'star',
  case: 'case',
  note: 'pen',
};

function Line({
  icon,
  at,
  end,
  children,
}: {
  icon: IconName;
  at: string | null;
  end?: ReactNode;
  children: ReactNode;
}) {
  const { t, language } = useWords();
  return (
    <li>
      <time className="num">
        {at === null ? '' : asMoment(at, localNow(), language, t('common.today'))}
      </time>
      <span className="ink-3">
        <Icon name={icon} />
      </span>
      <span>{children}</span>
      <span>{end}</span>
    </li>
  );
}

function ContactList({ contacts }: { contacts: readonly Contact[] }) {
  const { t, say } = useWords();
  const call = useView((view) => view.call);
  if (contacts.length === 0 && call === null)
    return <p className="empty">{t('customer.noContacts')}</p>;
  return (
    <ol className="contact-list">
      {call !== null && call.phase !== 'ended' && (
        <Line
          icon="phone"
          at={call.entered_at ?? call.connected_at}
          end={<span className="tag tone-ring">{t('customer.now')}</span>}
        >
          <b>{t('customer.thisCall')}</b>
          {call.path.length > 0 && (
            <span className="ink-3 block">
              {t('offer.path')}: {call.path.map(say).join(' → ')}
            </span>
          )}
        </Line>
      )}
      {contacts.map((one) => (
        <Line
          key={`${one.at}${one.title.zh}`}
          icon={channelIcon[one.channel] ?? 'pen'}
          at={one.at}
          end={say(one.outcome) !== '' && <span className="tag">{say(one.outcome)}</span>}
        >
          {one.channel === 'call' ? <b>{say(one.title)}</b> : say(one.title)}
          {say(one.detail) !== '' && <span className="ink-3 block">{say(one.detail)}</span>}
        </Line>
      ))}
    </ol>
  );
}

function Orders({ record }: { record: CustomerCard }) {
  const { t, say } = useWords();
  if (record.orders.length === 0) return <p className="empty">{t('customer.noOrders')}</p>;
  return (
    <ol className="contact-list">
      {record.orders.map((one) => (
        <Line
          key={one.order}
          icon={one.kind === 'hotel' ? 'bed' : 'plane'}
          at={one.at}
          end={
            one.state !== '' && (
              <span className={`tag tone-${troubled[one.state]?.tone ?? 'plain'}`}>
                {t(`order.${one.state}` as 'order.confirmed', { defaultValue: one.state })}
              </span>
            )
          }
        >
          {say(one.title)}
          <span className="ink-3"> · {t('customer.order', { order: one.order })}</span>
        </Line>
      ))}
    </ol>
  );
}

function Cases({ record }: { record: CustomerCard }) {
  const { t, say, language } = useWords();
  if (record.cases.length === 0) return <p className="empty">{t('customer.noCases')}</p>;
  return (
    <ol className="contact-list">
      {record.cases.map((one) => (
        <Line
          key={one.case}
          icon="case"
          at={one.due_at}
          end={
            <span className={`tag ${one.state === 'escalated' ? 'tone-warn' : 'tone-ring'}`}>
              {t(`case.${one.state}` as 'case.open', { defaultValue: one.state })}
            </span>
          }
        >
          <b>{one.case}</b> {say(one.title)}
          <span className="ink-3 block">
            {[
              t(`department.${one.department}` as 'department.it', {
                defaultValue: one.department,
              }),
              one.due_at === null ? '' : t('customer.due', { day: asDay(one.due_at, language) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </Line>
      ))}
    </ol>
  );
}

function Profile({ record }: { record: CustomerCard }) {
  const { t, say } = useWords();
  const rows: [string, string][] = [
    [t('customer.name'), record.name],
    [t('customer.number'), record.number],
    [t('customer.email'), record.email],
    [t('customer.city'), record.city],
    [
      t('customer.language'),
      record.language === ''
        ? ''
        : t(`language.${record.language === 'english' ? 'english' : 'mandarin'}`),
    ],
    [t('customer.preferences'), record.preferences.map(say).join(' · ')],
    [t('customer.remark'), say(record.remark)],
  ];
  return (
    <dl className="pairs pad">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
