/** The audio check: five steps that run by themselves, each with its cure beside it. */
import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Level } from '../desk/audio_card';
import { useDesk, useDeskState, useView } from '../desk/desk_context';
import { useWords } from '../i18n';
import { useShortcuts } from '../keyboard/use_shortcuts';
import { asShare } from '../live/format';
import { prefer, preferences } from '../live/preferences';
import { Scope } from '../live/scope';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Icon, type IconName } from '../parts/icon';
import { type CheckName, CheckRun, type CheckState, checkNames } from '../phone/audio_check';
import { speakers } from '../phone/devices';
import { testTone } from '../phone/sounds';
import { Door } from './sign_in_page';

export function AudioCheckPage() {
  const { t } = useWords();
  const desk = useDesk();
  const run = useCheckRun();
  useEffect(() => {
    document.title = t('check.title');
  }, [t]);
  if (run === null) return null;
  return (
    <Door>
      <Greeting />
      <section className="card" aria-labelledby="check-title">
        <header>
          <span className="step">2</span>
          <h2 id="check-title">{t('check.title')}</h2>
          <Progress run={run} />
        </header>
        <ul className="checks">
          {checkNames.map((name) => (
            <Check key={name} name={name} run={run} />
          ))}
        </ul>
        <Foot run={run} leave={() => desk.checking.set(false)} />
      </section>
    </Door>
  );
}

function useCheckRun(): CheckRun | null {
  const desk = useDesk();
  const [run, setRun] = useState<CheckRun | null>(null);
  useEffect(() => {
    const scope = new Scope();
    const made = new CheckRun(
      scope,
      desk.audio,
      () => preferences.value,
      (result) => desk.ask(result),
    );
    setRun(made);
    void made.run();
    return () => scope.end();
  }, [desk]);
  return run;
}

function Greeting() {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  return (
    <section className="card" aria-labelledby="sign-in-title">
      <header>
        <span className="step done">
          <Icon name="check" />
        </span>
        <h2 id="sign-in-title">{t('signIn.title')}</h2>
      </header>
      <div className="door-form">
        <div className="note accent">
          <Icon name="check-c" />
          <span>
            <b>{t('check.hello', { name: say(me.name) })}</b>
            <br />
            <span className="num">
              {[t('bar.workNumber', { number: me.work_number }), say(me.team)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </div>
        <p className="sm ink-2">{t('check.why')}</p>
      </div>
    </section>
  );
}

function Progress({ run }: { run: CheckRun }) {
  const { t } = useWords();
  const passed = useStore(
    run.report,
    (report) => checkNames.filter((name) => report.checks[name] === 'passed').length,
  );
  return (
    <span className="sm ink-3 end num">
      {t('check.about')} · {passed} / {checkNames.length}
    </span>
  );
}

const icons: Record<CheckState, IconName> = {
  waiting: 'minus',
  running: 'rec',
  passed: 'check-c',
  failed: 'stop',
};
const tones: Record<CheckState, string> = {
  waiting: 'ink-3',
  running: 'c-accent',
  passed: 'c-ready',
  failed: 'c-over',
};

function Check({ name, run }: { name: CheckName; run: CheckRun }) {
  const { t } = useWords();
  const state = useStore(run.report, (report) => report.checks[name]);
  return (
    <li data-check={name} data-state={state}>
      <span className={`check-mark ${tones[state]}`}>
        <Icon name={icons[state]} size={20} />
      </span>
      <span className="grow">
        <b>{t(`check.${name}.name`)}</b>
        <span className={`sm block ${state === 'failed' ? 'c-over' : 'ink-2'}`}>
          {state === 'failed' ? <Cure name={name} /> : <Told name={name} state={state} run={run} />}
        </span>
      </span>
      <Side name={name} state={state} run={run} />
    </li>
  );
}

/** What the step has found out. */
function Told({ name, state, run }: { name: CheckName; state: CheckState; run: CheckRun }) {
  const { t, language } = useWords();
  const report = useStore(run.audio.report, (value) => value);
  const echo = useStore(run.report, (value) => value.echo);
  if (name === 'microphone' && report.microphone !== '') return <>{report.microphone}</>;
  if (name === 'network' && report.quality !== null && state === 'passed') {
    return (
      <>
        {t('audio.figures', {
          rtt: Math.round(report.quality.roundTrip),
          loss: asShare(report.quality.loss, language),
          jitter: Math.round(report.quality.jitter),
        })}
      </>
    );
  }
  if (name === 'echo' && echo !== null)
    return <>{t('check.echo.heard', { ms: Math.round(echo) })}</>;
  return <>{t(`check.${name}.${state === 'waiting' || state === 'running' ? state : 'passed'}`)}</>;
}

/** How to mend what failed. */
function Cure({ name }: { name: CheckName }) {
  const { t } = useWords();
  const desk = useDesk();
  const trouble = useStore(desk.audio.report, (report) => report.trouble);
  if (name === 'microphone' && trouble !== '') return <>{t(`audio.trouble.${trouble}`)}</>;
  return <>{t(`check.${name}.failed`)}</>;
}

function Side({ name, state, run }: { name: CheckName; state: CheckState; run: CheckRun }) {
  const { t } = useWords();
  const chosen = useStore(preferences, (value) => value);
  const quality = useStore(run.audio.report, (report) => report.quality);
  if (state === 'failed') {
    return (
      <Button
        onClick={() => {
          void run.audio.retry();
          void run.run();
        }}
      >
        {t('common.again')}
      </Button>
    );
  }
  if (name === 'microphone') return <Level audio={run.audio} bars={14} tall />;
  if (name === 'speaker') {
    return (
      <Button icon="vol" onClick={() => void testTone(chosen.speaker)}>
        {t('check.playAgain')}
      </Button>
    );
  }
  if (name === 'ring') return <RingDevice />;
  if (name === 'network' && state === 'passed' && quality !== null) {
    const tone = { good: 'ready', fair: 'warn', poor: 'over' }[quality.grade];
    return (
      <span className={`pill tone-${tone}`}>
        <Icon name={quality.grade === 'good' ? 'check-c' : 'alert'} size={14} />
        {t(`audio.grade.${quality.grade}`)} MOS {quality.mos.toFixed(1)}
      </span>
    );
  }
  return null;
}

function RingDevice() {
  const { t } = useWords();
  const ringer = useStore(preferences, (value) => value.ringer);
  const { data: devices = [] } = useQuery({ queryKey: ['devices', 'ringer'], queryFn: speakers });
  const choose = (id: string) => {
    prefer({ ringer: id });
    void testTone(id, preferences.value.ringVolume);
  };
  return (
    <Menu position="bottom-end" shadow="md" offset={4}>
      <Menu.Target>
        <Button>
          {t('check.change')}
          <Icon name="down" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {devices.map((one) => (
          <Menu.Item
            key={one.id}
            rightSection={one.id === ringer ? <Icon name="check" /> : null}
            onClick={() => choose(one.id)}
          >
            {one.label || t('audio.systemDevice')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ready stays locked until all five pass; the other two ways in are always open. */
function Foot({ run, leave }: { run: CheckRun; leave: () => void }) {
  const { t } = useWords();
  const desk = useDesk();
  const done = useStore(run.report, (report) => report.done);
  const offline = useDeskState((state) => state.connection !== 'open');
  const isReady = useView((view) => view.me.intent === 'available');
  const enter = async () => {
    const answer = await desk.press({ do: 'set_intent', intent: 'available' });
    if (answer.ok) leave();
  };
  useShortcuts({ enter: done && !offline ? () => void enter() : undefined });
  return (
    <footer className="check-foot">
      <Button kind="quiet" size="lg" onClick={leave}>
        {t('check.look')}
      </Button>
      <Button
        size="lg"
        className="end"
        onClick={() => {
          if (isReady) void desk.press({ do: 'set_intent', intent: 'not_ready', reason: 'break' });
          leave();
        }}
      >
        {t('check.notReady')}
      </Button>
      <Button
        kind="primary"
        size="lg"
        keys="Enter"
        disabled={!done || offline}
        onClick={() => void enter()}
      >
        {t('check.ready')}
      </Button>
    </footer>
  );
}
