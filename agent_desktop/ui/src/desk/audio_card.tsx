/** Her audio between calls: microphone, headset, ring, and how good the way is. */
import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useWords } from '../i18n';
import { asShare } from '../live/format';
import { prefer, preferences } from '../live/preferences';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { DeskAudio } from '../phone/desk_audio';
import { microphones, speakers } from '../phone/devices';
import { testTone } from '../phone/sounds';
import { useDesk, useDeskState } from './desk_context';

export function AudioCard() {
  const { t, language } = useWords();
  const desk = useDesk();
  const softphone = useDeskState((state) => state.softphone);
  const report = useStore(desk.audio.report, (value) => value);
  const chosen = useStore(preferences, (value) => value);
  if (!softphone) return null;
  const ready = report.state === 'ready';
  return (
    <Card
      title={t('audio.title')}
      end={
        <Button kind="quiet" size="sm" onClick={() => desk.checking.set(true)}>
          {t('audio.again')}
        </Button>
      }
    >
      <div className="body audio-lines">
        <div className="row">
          <Mark ok={report.microphone !== ''} />
          <DeviceName of="microphone" id={chosen.microphone} />
          <Level audio={desk.audio} bars={6} />
        </div>
        <div className="row">
          <Mark ok={ready} />
          <DeviceName of="speaker" id={chosen.speaker} />
          <Button size="sm" onClick={() => void testTone(chosen.speaker)}>
            {t('audio.listen')}
          </Button>
        </div>
        <div className="row">
          <Mark ok />
          <DeviceName of="ringer" id={chosen.ringer} />
          <Button size="sm" onClick={() => void testTone(chosen.ringer, chosen.ringVolume)}>
            {t('audio.tryRing')}
          </Button>
        </div>
        <div className="row">
          <span className={ready ? 'c-ready' : 'c-over'}>
            <Icon name="signal" />
          </span>
          <span className="grow">
            {t(ready ? 'audio.standing' : `audio.short.${report.state}`)}
          </span>
          {report.quality !== null && (
            <span className="sm ink-2 num">
              {Math.round(report.quality.roundTrip)} ms ·{' '}
              {t('audio.loss', { loss: asShare(report.quality.loss, language) })}
            </span>
          )}
        </div>
        {report.trouble !== '' && (
          <p className="error-line">
            <Icon name="stop" size={14} />
            <span className="grow">{t(`audio.trouble.${report.trouble}`)}</span>
            <Button size="sm" onClick={() => void desk.audio.retry()}>
              {t('common.again')}
            </Button>
          </p>
        )}
      </div>
    </Card>
  );
}

function Mark({ ok }: { ok: boolean }) {
  return (
    <span className={ok ? 'c-ready' : 'ink-3'}>
      <Icon name={ok ? 'check-c' : 'minus'} />
    </span>
  );
}

/** Level bars of the microphone. Mute means muted: they fall to nothing. */
export function Level({
  audio,
  bars,
  tall = false,
}: {
  audio: DeskAudio;
  bars: number;
  tall?: boolean;
}) {
  const { t } = useWords();
  const level = useSyncExternalStore(audio.meter.watch, () =>
    Math.round(audio.meter.level.value * bars),
  );
  return (
    <span
      className={tall ? 'level tall' : 'level'}
      role="meter"
      aria-label={t('audio.level')}
      aria-valuemin={0}
      aria-valuemax={bars}
      aria-valuenow={level}
    >
      {Array.from({ length: bars }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are a fixed row
        <i key={at} className={at < level ? 'on' : ''} />
      ))}
    </span>
  );
}

/** A device's name; a click lets her choose another one. */
function DeviceName({ of, id }: { of: 'microphone' | 'speaker' | 'ringer'; id: string }) {
  const { t } = useWords();
  const { data: devices = [] } = useQuery({
    queryKey: ['devices', of],
    queryFn: of === 'microphone' ? microphones : speakers,
  });
  const label = devices.find((one) => one.id === id)?.label || t('audio.systemDevice');
  return (
    <Menu position="bottom-start" shadow="md" offset={4}>
      <Menu.Target>
        <button type="button" className="plain-choice grow cut" title={label}>
          {t(`audio.${of}`)} · {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {devices.map((one) => (
          <Menu.Item
            key={one.id}
            rightSection={one.id === id ? <Icon name="check" /> : null}
            onClick={() => prefer({ [of]: one.id })}
          >
            {one.label || t('audio.systemDevice')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
