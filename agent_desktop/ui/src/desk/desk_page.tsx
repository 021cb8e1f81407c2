/**
 * The desk: three columns whose places never change. Left the voice, in the middle the work, right
 * what to write. Offer, call and wrap-up live at the same spot.
 */
import { useCallback, useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { AudioCard } from './audio_card';
import { CallCard } from './call_card';
import { CustomerArea } from './customer_card';
import { CustomerTabs, Trips } from './customer_tabs';
import { useView } from './desk_context';
import { useDeskKeys } from './desk_keys';
import { KeysCard } from './keys_card';
import { NotesCard } from './notes_card';
import { OfferCard } from './offer_card';
import { QueuesCard } from './queues_card';
import { ReadyCard } from './ready_card';
import { RecentCalls } from './recent_calls';
import { SummaryForm } from './summary_form';
import { TodayCard } from './today_card';
import { WhyYou } from './why_you';
import { AfterThis, ThisCall, WrapUpCard } from './wrap_up_card';

export function DeskPage() {
  const { t } = useWords();
  const callId = useView((view) => view.call?.call ?? null);
  const [keypad, setKeypad] = useState(false);
  const toggle = useCallback(() => setKeypad((shown) => !shown), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another call begins without a keypad
  useEffect(() => setKeypad(false), [callId]);
  useDeskKeys(toggle);
  return (
    <main className="page desk" aria-label={t('app.desk')}>
      <div className="column left" tabIndex={-1}>
        <Left keypad={keypad} showKeypad={setKeypad} />
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

function Left({ keypad, showKeypad }: { keypad: boolean; showKeypad: (shown: boolean) => void }) {
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
        <CallCard call={call} keypad={keypad} showKeypad={showKeypad} />
        <QueuesCard />
      </>
    );
  }
  return (
    <>
      <ReadyCard />
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
