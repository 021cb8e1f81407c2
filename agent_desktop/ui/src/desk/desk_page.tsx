/**
 * The desk: three columns whose places never change. Left the voice, in the middle the work, right
 * what to write. Offer, call and wrap-up live at the same spot.
 */
import { useWords } from '../i18n';
import { useStore } from '../live/store';
import { AudioCard } from './audio_card';
import { CallCard } from './call_card';
import { CustomerArea } from './customer_card';
import { CustomerTabs, Trips } from './customer_tabs';
import { useDesk, useView } from './desk_context';
import { DialCard } from './dial_card';
import { KeysCard } from './keys_card';
import { ListenCard } from './listen_card';
import { NotesCard } from './notes_card';
import { OfferCard } from './offer_card';
import { PullCard } from './pull_card';
import { QueuesCard } from './queues_card';
import { ReadyCard } from './ready_card';
import { RecentCalls } from './recent_calls';
import { SummaryForm } from './summary_form';
import { TodayCard } from './today_card';
import { WhyYou } from './why_you';
import { AfterThis, ThisCall, WrapUpCard } from './wrap_up_card';

export function DeskPage() {
  const { t } = useWords();
  return (
    <main className="page desk">
      <h1 className="sr-only">{t('app.desk')}</h1>
      <div className="column left" tabIndex={-1}>
        <Left />
      </div>
      <div className="column middle" tabIndex={-1}>
        <Middle />
      </div>
      <div className="column right" tabIndex={-1}>
        <Right />
      </div>
    </main>
  );
}

function Left() {
  const keys = useStore(useDesk().keysShown, (value) => value);
  const offer = useView((view) => view.offer);
  const call = useView((view) => view.call);
  const wrapUp = useView((view) => view.wrap_up);
  if (offer !== null) {
    return (
      <>
        <OfferCard key={offer.offer} offer={offer} />
        <WhyYou offer={offer} />
        <QueuesCard />
      </>
    );
  }
  if (wrapUp !== null) {
    return (
      <>
        <WrapUpCard wrapUp={wrapUp} call={call} />
        <AfterThis />
        {call !== null && <ThisCall call={call} />}
      </>
    );
  }
  if (call !== null) {
    return (
      <>
        <CallCard call={call} />
        {keys && <KeysCard />}
        <QueuesCard />
      </>
    );
  }
  return (
    <>
      <ReadyCard />
      <PullCard />
      <DialCard />
      <ListenCard />
      <QueuesCard />
      <AudioCard />
    </>
  );
}

function Middle() {
  const wrapUp = useView((view) => view.wrap_up);
  const busy = useView((view) => view.offer !== null || view.call !== null);
  if (wrapUp !== null) return <SummaryForm wrapUp={wrapUp} />;
  return busy ? <Customer /> : <RecentCalls />;
}

function Customer() {
  const customer = useView((view) => view.customer);
  if (customer === null) return null;
  return (
    <>
      <CustomerArea key={customer.call} customer={customer} />
      {customer.card !== null && (
        <>
          <Trips trips={customer.card.trips} />
          <CustomerTabs record={customer.card} />
        </>
      )}
    </>
  );
}

function Right() {
  const wrapUp = useView((view) => view.wrap_up);
  const busy = useView((view) => view.offer !== null || view.call !== null);
  if (wrapUp !== null) return <Customer />;
  if (busy) return <NotesCard />;
  return (
    <>
      <TodayCard />
      <KeysCard />
    </>
  );
}
