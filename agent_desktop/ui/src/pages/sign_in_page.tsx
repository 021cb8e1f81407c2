/** The door: work number and password. What follows (the audio check) is drawn beside it. */
import { PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { session } from '../live/session';
import { Button } from '../parts/button';
import { DropMenu, LanguageItems, ThemeItems } from '../parts/choose';
import { Icon } from '../parts/icon';
import { checkNames } from '../phone/audio_check';
import { checkDue } from '../phone/check_due';
import { ApiProblem, get, signIn } from '../wire/api';
import type { About } from '../wire/types';

export function SignInPage() {
  const { t } = useWords();
  useEffect(() => {
    document.title = t('signIn.title');
  }, [t]);
  return (
    <Door>
      <section className="card" aria-labelledby="sign-in-title">
        <header>
          <span className="step">1</span>
          <h2 id="sign-in-title">{t('signIn.title')}</h2>
        </header>
        <SignInForm />
      </section>
      <section className="card waiting" aria-labelledby="check-title">
        <header>
          <span className="step waiting">2</span>
          <h2 id="check-title">{t('check.title')}</h2>
          <span className="sm ink-3 end">{t('check.about')}</span>
        </header>
        <ul className="checks">
          {checkNames.map((name) => (
            <li key={name}>
              <span className="ink-3 check-mark">
                <Icon name="minus" size={20} />
              </span>
              <span className="grow">
                <b>{t(`check.${name}.name`)}</b>
                <span className="sm ink-2 block">{t(`check.${name}.waiting`)}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </Door>
  );
}

/** The page without rail: the house's name, the two choices, two cards in the middle. */
export function Door({ children }: { children: ReactNode }) {
  const { t, say } = useWords();
  const { data: about } = useQuery({ queryKey: ['about'], queryFn: () => get<About>('/about') });
  return (
    <div className="door">
      <header>
        <span className="mark" aria-hidden="true">
          {t('app.mark')}
        </span>
        <h1 className="lg">
          {about === undefined ? '' : `${say(about.name)} · `}
          {t('app.name')}
        </h1>
        <span className="end row">
          <DropMenu
            target={
              <Button kind="quiet" icon="globe">
                {t('settings.thisLanguage')}
                <Icon name="down" />
              </Button>
            }
          >
            <LanguageItems />
          </DropMenu>
          <DropMenu
            target={
              <Button kind="quiet" icon="moon">
                {t('settings.appearance')}
                <Icon name="down" />
              </Button>
            }
          >
            <ThemeItems />
          </DropMenu>
        </span>
      </header>
      <main className="two-cards">{children}</main>
      <footer>
        <span>{t('signIn.recorded')}</span>
      </footer>
    </div>
  );
}

function SignInForm() {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const [password, setPassword] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState('');
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setProblem('');
    try {
      const who = await signIn({ work_number: number.trim(), password });
      checkDue.set(true);
      void askForNotifications();
      session.set(who);
    } catch (wrong) {
      if (!(wrong instanceof ApiProblem)) throw wrong;
      setProblem(wordsOf(wrong));
      setSending(false);
    }
  };
  const wordsOf = (wrong: ApiProblem) =>
    wrong.code === 'wrong_credentials' || wrong.code === 'slow_down' || wrong.code === 'no_answer'
      ? t(`signIn.problem.${wrong.code}`)
      : t('signIn.problem.other');
  return (
    <form className="door-form" onSubmit={(event) => void enter(event)}>
      <TextInput
        label={t('signIn.workNumber')}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        autoComplete="username"
        inputMode="numeric"
        name="work-number"
        autoFocus
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        name="password"
        required
        withAsterisk={false}
      />
      {problem !== '' && (
        <p className="error-line" role="alert">
          <Icon name="stop" size={14} />
          {problem}
        </p>
      )}
      <Button kind="primary" size="lg" wide type="submit" disabled={sending}>
        {t('signIn.enter')}
      </Button>
      <p className="xs ink-3 door-hint">{t('signIn.hint')}</p>
    </form>
  );
}

/** Asked at a click of hers, so that the browser does not refuse by itself. */
async function askForNotifications(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') {
    await Notification.requestPermission();
  }
}
