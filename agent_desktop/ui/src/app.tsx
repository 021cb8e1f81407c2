/** Which page is shown to whom. Asks once who is signed in; an agent gets a desk for the visit. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { DeskContext, useDeskState } from './desk/desk_context';
import { DeskSession } from './desk/desk_session';
import { DeskShell } from './desk/desk_shell';
import { useWords } from './i18n';
import { Scope } from './live/scope';
import { session } from './live/session';
import { useStore } from './live/store';
import { SignInPage } from './pages/sign_in_page';
import { StaffFrame } from './pages/staff_frame';
import { ApiProblem, currentSession, signOut } from './wire/api';

const AdminPage = lazy(() => import('./admin/admin_page'));
const BreaksPage = lazy(() => import('./pages/breaks_page'));
const WallboardPage = lazy(() => import('./pages/wallboard_page'));
const CallsPage = lazy(() => import('./pages/calls_page'));
const IncidentsPage = lazy(() => import('./pages/incidents_page'));
const OpeningPage = lazy(() => import('./pages/opening_page'));
const CallbacksPage = lazy(() => import('./pages/callbacks_page'));
const VoicemailsPage = lazy(() => import('./pages/voicemails_page'));
const FlowsPage = lazy(() => import('./pages/flows_page'));
const PromptsPage = lazy(() => import('./pages/prompts_page'));
const FloorPage = lazy(() => import('./pages/floor_page'));
const DryRunPage = lazy(() => import('./pages/dry_run_page'));
const CallPage = lazy(() => import('./pages/call_page'));

export function App() {
  const who = useStore(session, (value) => value);
  const answers = useServer();
  if (!answers) return <NoAnswer />;
  if (who === undefined) return null;
  if (who === null) return <SignInPage />;
  return who.role === 'agent' ? <Agent key={who.agent} /> : <StaffPages />;
}

/** A board that was opened by itself, on a screen on the wall, is no desk and takes none. */
function Agent() {
  const [at] = useLocation();
  const seated = useRef(false);
  if (at !== '/wallboard') seated.current = true;
  return seated.current ? <AgentPages /> : <Board />;
}

/** The pages that are fetched when they are first opened. */
function Board() {
  return (
    <Suspense>
      <WallboardPage />
    </Suspense>
  );
}

function Calls() {
  return (
    <Suspense>
      <Switch>
        <Route path="/calls/:call">
          {({ call }) => <CallPage call={decodeURIComponent(call)} />}
        </Route>
        <Route>
          <CallsPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Voicemails() {
  return (
    <Suspense>
      <VoicemailsPage />
    </Suspense>
  );
}

/** Asks who is signed in, again and again while nobody answers. */
function useServer(): boolean {
  const [answers, setAnswers] = useState(true);
  useEffect(() => {
    const scope = new Scope();
    const ask = async () => {
      try {
        session.set(await currentSession());
        setAnswers(true);
      } catch (problem) {
        if (!(problem instanceof ApiProblem)) throw problem;
        setAnswers(false);
        scope.after(3_000, () => void ask());
      }
    };
    void ask();
    return () => scope.end();
  }, []);
  return answers;
}

function NoAnswer() {
  const { t } = useWords();
  return (
    <main className="alone" role="status">
      <h1>{t('signIn.noServer')}</h1>
      <p className="ink-2">{t('signIn.tryingAgain')}</p>
    </main>
  );
}

/** One desk for as long as she is signed in, whatever page she looks at. */
function AgentPages() {
  const desk = useDeskSession();
  const leave = useLeave();
  if (desk === null) return null;
  return (
    <DeskContext value={desk}>
      <SignedOutWatch />
      <DeskShell leave={leave} board={<Board />} calls={<Calls />} voicemails={<Voicemails />} />
    </DeskContext>
  );
}

/** Signs out; refused during a call, and then nothing happens. */
function useLeave(): () => void {
  const queries = useQueryClient();
  return () => {
    signOut().then(
      () => {
        queries.clear();
        session.set(null);
      },
      () => undefined,
    );
  };
}

function useDeskSession(): DeskSession | null {
  const [desk, setDesk] = useState<DeskSession | null>(null);
  useEffect(() => {
    const scope = new Scope();
    const made = new DeskSession(scope);
    globalThis.callcenterDesk = made;
    setDesk(made);
    return () => {
      scope.end();
      globalThis.callcenterDesk = undefined;
    };
  }, []);
  return desk;
}

declare global {
  /** The desk of this tab, for the browser's console and for tests that listen to the audio. */
  var callcenterDesk: DeskSession | undefined;
}

/** The server ended the session: back to the door. */
function SignedOutWatch() {
  const gone = useDeskState((state) => state.standing === 'signed_out');
  useEffect(() => {
    if (gone) session.set(null);
  }, [gone]);
  return null;
}

function StaffPages() {
  const leave = useLeave();
  const isAdmin = useStore(session, (who) => who?.role === 'admin');
  return (
    <Switch>
      <Route path="/wallboard">
        <Board />
      </Route>
      <Route path="/floor">
        <StaffFrame leave={leave}>
          <Suspense>
            <FloorPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/breaks">
        <StaffFrame leave={leave}>
          <Suspense>
            <BreaksPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/prompts">
        <StaffFrame leave={leave}>
          <Suspense>
            <PromptsPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/opening">
        <StaffFrame leave={leave}>
          <Suspense>
            <OpeningPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/incidents">
        <StaffFrame leave={leave}>
          <Suspense>
            <IncidentsPage />
          </Suspense>
        </StaffFrame>
      </Route>
      {isAdmin && (
        <Route path="/admin/*?">
          <StaffFrame leave={leave}>
            <Suspense>
              <AdminPage />
            </Suspense>
          </StaffFrame>
        </Route>
      )}
      <Route path="/calls/*?">
        <StaffFrame leave={leave}>
          <Calls />
        </StaffFrame>
      </Route>
      <Route path="/voicemails">
        <StaffFrame leave={leave}>
          <Voicemails />
        </StaffFrame>
      </Route>
      <Route path="/flows/*?">
        <StaffFrame leave={leave}>
          <Suspense>
            <FlowsPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/dry-run">
        <StaffFrame leave={leave}>
          <Suspense>
            <DryRunPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route path="/callbacks">
        <StaffFrame leave={leave}>
          <Suspense>
            <CallbacksPage />
          </Suspense>
        </StaffFrame>
      </Route>
      <Route>
        <Redirect to="/calls" replace />
      </Route>
    </Switch>
  );
}
