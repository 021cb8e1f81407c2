/** Which page is shown to whom. Asks once who is signed in; an agent gets a desk for the visit. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
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

const WallboardPage = lazy(() => import('./pages/wallboard_page'));
const CallsPage = lazy(() => import('./pages/calls_page'));
const CallPage = lazy(() => import('./pages/call_page'));

export function App() {
  const who = useStore(session, (value) => value);
  const answers = useServer();
  if (!answers) return <NoAnswer />;
  if (who === undefined) return null;
  if (who === null) return <SignInPage />;
  return (
    <Switch>
      <Route path="/wallboard">
        <Suspense>
          <WallboardPage />
        </Suspense>
      </Route>
      <Route>{who.role === 'agent' ? <AgentPages key={who.agent} /> : <StaffPages />}</Route>
    </Switch>
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
  const queries = useQueryClient();
  if (desk === null) return null;
  const leave = async () => {
    const answer = await desk.press({ do: 'sign_out' });
    if (answer.ok) {
      await signOut().catch(() => undefined);
      queries.clear();
      session.set(null);
    }
  };
  return (
    <DeskContext value={desk}>
      <SignedOutWatch />
      <DeskShell leave={() => void leave()}>
        <Switch>
          <Route path="/calls/:call">
            {({ call }) => (
              <Suspense>
                <CallPage call={decodeURIComponent(call)} />
              </Suspense>
            )}
          </Route>
          <Route path="/calls">
            <Suspense>
              <CallsPage />
            </Suspense>
          </Route>
        </Switch>
      </DeskShell>
    </DeskContext>
  );
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
  const queries = useQueryClient();
  const leave = async () => {
    await signOut().catch(() => undefined);
    queries.clear();
    session.set(null);
  };
  return (
    <StaffFrame leave={() => void leave()}>
      <Switch>
        <Route path="/calls/:call">
          {({ call }) => (
            <Suspense>
              <CallPage call={decodeURIComponent(call)} />
            </Suspense>
          )}
        </Route>
        <Route path="/calls">
          <Suspense>
            <CallsPage />
          </Suspense>
        </Route>
        <Route>
          <Redirect to="/calls" replace />
        </Route>
      </Switch>
    </StaffFrame>
  );
}
