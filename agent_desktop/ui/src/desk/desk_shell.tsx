/**
 * Everything around an agent's pages: her bar, the banners, and what stands in the way of work:
 * another tab that holds the desk, or the audio check that is still due.
 */
import { type ReactNode, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useWords } from '../i18n';
import { ShortcutOverlay } from '../keyboard/overlay';
import { useShortcuts } from '../keyboard/use_shortcuts';
import { useStore } from '../live/store';
import { AudioCheckPage } from '../pages/audio_check_page';
import { DeskBanners } from '../pages/banners';
import { Frame } from '../pages/frame';
import { StaffFrame } from '../pages/staff_frame';
import { Button } from '../parts/button';
import { useAnnouncements } from './announce';
import { DeskBar } from './desk_bar';
import { useDesk, useDeskState, useView } from './desk_context';
import { useDeskKeys } from './desk_keys';
import { DeskPage } from './desk_page';
import { inCall, isBusy } from './desk_state';
import { OfferCard } from './offer_card';

interface ShellWishes {
  leave: () => void;
  board: ReactNode;
  calls: ReactNode;
  voicemails: ReactNode;
}

export function DeskShell(wishes: ShellWishes) {
  const desk = useDesk();
  const standing = useDeskState((state) => state.standing);
  const drawn = useDeskState((state) => state.view !== null);
  const busy = useDeskState(isBusy);
  const checking = useStore(desk.checking, (value) => value);
  if (standing === 'occupied' || standing === 'taken_over') return <Aside {...wishes} />;
  if (!drawn) return <Arriving />;
  if (checking && !busy) return <AudioCheckPage />;
  return <Shell {...wishes} />;
}

function Shell({ leave, board, calls, voicemails }: ShellWishes) {
  const desk = useDesk();
  const keys = useStore(desk.keysShown, (value) => value);
  const talking = useDeskState(inCall);
  const busy = useDeskState(isBusy);
  useAnnouncements();
  useDeskKeys();
  useCallPage();
  useShortcuts({ '?': () => desk.keysShown.set(!keys) });
  return (
    <Switch>
      <Route path="/wallboard">
        {board}
        <FloatingOffer />
      </Route>
      <Route>
        <Frame
          bar={<DeskBar />}
          banner={<DeskBanners />}
          isAgent
          signOut={leave}
          mayLeave={!talking}
        >
          <Switch>
            <Route path="/calls/*?">
              {calls}
              <FloatingOffer />
            </Route>
            <Route path="/voicemails">
              {voicemails}
              <FloatingOffer />
            </Route>
            <Route path="/desk">
              <DeskPage />
            </Route>
            <Route>
              <Redirect to="/desk" replace />
            </Route>
          </Switch>
          {/* No window may cover a call: while one is up, the keys are a card of the left column. */}
          <ShortcutOverlay opened={keys && !busy} close={() => desk.keysShown.set(false)} />
        </Frame>
      </Route>
    </Switch>
  );
}

/** A call that begins brings its page along, and begins without a keypad. */
function useCallPage(): void {
  const desk = useDesk();
  const [, go] = useLocation();
  const call = useView((view) => view.call?.call ?? null);
  useEffect(() => {
    desk.keypad.set(false);
    if (call !== null) go('/desk');
  }, [desk, call, go]);
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

/** Another tab holds the desk: what needs none is shown all the same. */
function Aside({ leave, board, calls }: ShellWishes) {
  return (
    <Switch>
      <Route path="/wallboard">{board}</Route>
      <Route path="/calls/*?">
        <StaffFrame leave={leave} isAgent>
          {calls}
        </StaffFrame>
      </Route>
      <Route>
        <Elsewhere />
      </Route>
    </Switch>
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
