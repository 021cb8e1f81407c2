/** A supervisor at an agent's call: she hears it at her own phone, and is heard as she chooses. */
import { useState } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import type { ServerClock } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon, type IconName } from '../parts/icon';
import type { MonitorView, MonitorWanted, VoiceWanted } from '../wire/types';
import type { Deed } from './use_monitor';

const deviceKey = 'callcenter.monitor.phone';
const voices: readonly { voice: VoiceWanted['voice']; icon: IconName }[] = [
  { voice: 'silent', icon: 'headset' },
  { voice: 'whisper', icon: 'chat' },
  { voice: 'barge', icon: 'users' },
];

const noes = [
  'not_reachable',
  'busy',
  'herself',
  'not_there',
  'not_supervising',
  'nothing_to_take',
] as const;

type Why = MonitorWanted['because'];

const whys: readonly Why[] = ['coaching', 'quality', 'training', 'complaint', 'asked'];

interface Wishes {
  view: MonitorView;
  clock: ServerClock;
  refused: string;
  /** For what she hears the next one; kept with it. */
  because: Why;
  choose: (because: Why) => void;
  doing: boolean;
  does: (deed: Deed) => void;
}

export function MonitorCard(wishes: Wishes) {
  const { t } = useWords();
  const { view, refused } = wishes;
  const no = noes.find((one) => one === refused);
  return (
    <Card title={t('monitor.title')} className="monitor-card">
      <div className="body stack">
        {view.device === '' ? <OwnPhone {...wishes} /> : <Heard {...wishes} />}
        {refused !== '' && (
          <p className="error-line" role="alert">
            <Icon name="stop" size={14} />
            {t(`monitor.no.${no ?? 'other'}`)}
          </p>
        )}
      </div>
    </Card>
  );
}

/** Without a phone of her own nobody can be heard. */
function OwnPhone({ doing, does }: Wishes) {
  const { t } = useWords();
  const [device, write] = useState(() => localStorage.getItem(deviceKey) ?? 'sip:');
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        localStorage.setItem(deviceKey, device);
        does({ what: 'phone', device });
      }}
    >
      <input
        className="input sm grow num"
        aria-label={t('monitor.phone')}
        placeholder="sip:4001@10.0.0.7"
        maxLength={200}
        value={device}
        onChange={(event) => write(event.target.value)}
      />
      <Button size="sm" kind="primary" type="submit" disabled={doing || device.length < 6}>
        {t('monitor.signIn')}
      </Button>
    </form>
  );
}

/** Whom to hear is chosen below; for what, here. */
function Nobody({ because, choose }: Wishes) {
  const { t } = useWords();
  return (
    <>
      <p className="sm ink-2">{t('monitor.nobody')}</p>
      <select
        className="input sm"
        aria-label={t('monitor.forWhat')}
        value={because}
        onChange={(event) => {
          const chosen = whys.find((one) => one === event.target.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {whys.map((one) => (
          <option key={one} value={one}>
            {t(`monitor.why.${one}`)}
          </option>
        ))}
      </select>
    </>
  );
}

function Heard(wishes: Wishes) {
  const { view, clock, doing, does } = wishes;
  const { t, say } = useWords();
  const seconds = useSeconds(clock, view.hears_since);
  if (view.agent === '') return <Nobody {...wishes} />;
  return (
    <>
      <p className="row between">
        <span className="mark-line cut">
          <Icon name="headset" />
          <b className="cut">{say(view.name)}</b>
          <span className="num ink-2">{view.agent}</span>
        </span>
        <span className="sm" role="status">
          {view.hears_since === null ? (
            <span className="ink-3">
              {t(view.trouble === '' ? 'monitor.waits' : 'monitor.trouble')}
            </span>
          ) : (
            <span className="c-talk">
              {t('monitor.hears')} <b className="num">{asClock(seconds)}</b>
            </span>
          )}
        </span>
      </p>
      <div className="row">
        <span className="segments">
          {voices.map(({ voice, icon }) => (
            <button
              key={voice}
              type="button"
              aria-pressed={view.voice === voice}
              disabled={doing}
              onClick={() => does({ what: 'voice', voice })}
            >
              <span className="mark-line">
                <Icon name={icon} size={14} />
                {t(`monitor.voice.${voice}`)}
              </span>
            </button>
          ))}
        </span>
        <Button
          size="sm"
          icon="transfer"
          disabled={doing || view.hears_since === null}
          onClick={() => does({ what: 'take' })}
        >
          {t('monitor.takeOver')}
        </Button>
        <Button size="sm" icon="x" disabled={doing} onClick={() => does({ what: 'stop' })}>
          {t('monitor.stop')}
        </Button>
      </div>
      <p className="xs ink-3">{t(`monitor.who.${view.voice}`)}</p>
    </>
  );
}
