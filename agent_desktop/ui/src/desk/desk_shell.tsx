/**
 * Everything around an agent's pages: her bar, the banners, and what stands in the way of work:
 * another tab that holds the desk, or the audio check that is still due.
 */
import { type ReactNode, useState } from 'react';
import { Route, Switch } from 'wouter';
import { useWords } from '../i18n';
import { ShortcutOverlay } from '../keyboard/overlay';
import { useShortcuts } from '../keyboard/use_shortcuts';
import { useStore } from '../live/store';
import { AudioCheckPage } from '../pages/audio_check_page';
import { DeskBanner } from '../pages/banners';
import { Frame } from '../pages/frame';
import { Button } from '../parts/button';
import { useAnnouncements } from './announce';
import { DeskBar } from './desk_bar';
import { useDesk, useDeskState, useView } from './desk_context';
import { DeskPage } from './desk_page';
import { inCall, isBusy } from './desk_state';
import { OfferCard } from './offer_card';

export function DeskShell({ leave, children }: { leave: () => void; children: ReactNode }) {
  const desk = useDesk();
  const standing = useDeskState((state) => state.standing);
  const drawn = useDeskState((state) => state.view !== null);
  const busy = useDeskState(isBusy);
  const checking = useStore(desk.checking, (value) => value);
  if (standing === 'occupied' || standing === 'taken_over') return <Elsewhere />;
  if (!drawn) return <Arriving />;
  if (checking && !busy) return <AudioCheckPage />;
  return <Shell leave={leave}>{children}</Shell>;
}

function Shell({ leave, children }: { leave: () => void; children: ReactNode }) {
  const [keys, showKeys] = useState(false);
  const talking = useDeskState(inCall);
  useAnnouncements();
  useShortcuts({ '?': () => showKeys((shown) => !shown) });
  return (
    <Frame
      bar={<DeskBar showKeys={() => showKeys(true)} />}
      banner={<DeskBanner />}
      isAgent
      signOut={leave}
      mayLeave={!talking}
    >
      <Switch>
        <Route path="/calls/*?">
          {children}
          <FloatingOffer />
        </Route>
        <Route>
          <DeskPage />
        </Route>
      </Switch>
      <ShortcutOverlay opened={keys} close={() => showKeys(false)} />
    </Frame>
  );
}

/** On other pages the offer floats at the spot where it lives on the desk. */
function FloatingOffer() {
  const offer = useView((view) => view.offer);
  if (offer === null) return null;
  return (
    <div className="floating-offer">
      <OfferCard offer={offer} />
    </div>
  );
}

function Elsewhere() {
  const { t } = useWords();
  const desk = useDesk();
  const occupied = useDeskState((state) => state.standing === 'occupied');
  const take = () => {
    if (occupied) void desk.press({ do: 'take_over' });
    else desk.comeBack();
  };
  return (
    <main className="alone">
      <h1>{t(occupied ? 'elsewhere.occupied' : 'elsewhere.takenOver')}</h1>
      <p className="ink-2">{t('elsewhere.hint')}</p>
      <Button kind="primary" size="lg" onClick={take}>
        {t('elsewhere.take')}
      </Button>
    </main>
  );
}

/** The desk is on its way; said only when it takes long. */
function Arriving() {
  const { t } = useWords();
  const lost = useDeskState((state) => state.connection === 'lost');
  return (
    <main className="alone arriving" role="status">
      <p className="ink-2">{t(lost ? 'signIn.tryingAgain' : 'app.arriving')}</p>
    </main>
  );
}
