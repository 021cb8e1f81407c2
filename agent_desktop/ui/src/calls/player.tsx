/** The recording: caller above, agent below, one cursor, three keys. */
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { useWords } from '../i18n';
import { useShortcuts } from '../keyboard/use_shortcuts';
import { asClock } from '../live/format';
import { preferences } from '../live/preferences';
import { useStore } from '../live/store';
import { useSystemTheme } from '../live/use_system_theme';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { get, recordingAddress } from '../wire/api';
import type { CallDetail, Peaks, Span } from '../wire/types';
import type { Playhead } from './playhead';

const speeds = [1, 1.5, 2];
const step = 5;
const lane = 52;

export function Player({ detail, playhead }: { detail: CallDetail; playhead: Playhead }) {
  const { t } = useWords();
  const peaks = useQuery({
    queryKey: ['peaks', detail.call],
    queryFn: ({ signal }) =>
      get<Peaks>(`/calls/${encodeURIComponent(detail.call)}/recording/peaks`, signal),
    enabled: detail.recording === 'stored',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const seconds = detail.recording_seconds ?? peaks.data?.seconds ?? null;
  return (
    <section className="card" aria-label={t('callPage.recording')}>
      <header>
        <h2>{t('callPage.recording')}</h2>
        {seconds !== null && (
          <span className="tag num">{t('callPage.twoSides', { time: asClock(seconds) })}</span>
        )}
      </header>
      {detail.recording !== 'stored' ? (
        <p className="body sm ink-2 no-recording">{t(`callPage.recordings.${detail.recording}`)}</p>
      ) : peaks.data !== undefined ? (
        <Wave detail={detail} peaks={peaks.data} playhead={playhead} />
      ) : peaks.isError ? (
        <p className="body error-line" role="alert">
          <Icon name="stop" size={14} />
          <span className="grow">{t('callPage.noPeaks')}</span>
          <Button size="sm" onClick={() => void peaks.refetch()}>
            {t('common.again')}
          </Button>
        </p>
      ) : (
        <GreyLines widths={[100, 96]} />
      )}
    </section>
  );
}

function Wave({
  detail,
  peaks,
  playhead,
}: {
  detail: CallDetail;
  peaks: Peaks;
  playhead: Playhead;
}) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const media = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  const [speed, setSpeed] = useState(1);
  const at = useStore(playhead.at, (seconds) => Math.floor(seconds));
  useWave(box, media, peaks, playhead);
  const toggle = () => {
    const audio = media.current;
    if (audio === null) return;
    if (audio.paused) audio.play().catch(() => setBroken(true));
    else audio.pause();
  };
  const jump = (by: number) => playhead.seek?.(Math.max(0, playhead.at.value + by));
  useShortcuts({ k: toggle, j: () => jump(-step), l: () => jump(step) });
  useEffect(() => {
    if (media.current !== null) media.current.playbackRate = speed;
  }, [speed]);
  return (
    <div className="player">
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone recording has no captions */}
      <audio
        ref={media}
        src={recordingAddress(detail.call)}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setBroken(true)}
        data-recording
      />
      <div className="wave">
        <div className="wave-names xs ink-2">
          <span>{t('side.caller')}</span>
          <span>{t('side.agent')}</span>
        </div>
        <div className="wave-box">
          <Spans detail={detail} peaks={peaks} />
          <div ref={box} role="img" aria-label={t('callPage.waveform')} />
        </div>
      </div>
      <Axis seconds={peaks.seconds} />
      <div className="row player-row">
        <Button
          size="lg"
          icon="back10"
          aria-label={t('callPage.back', { seconds: step })}
          onClick={() => jump(-step)}
        />
        <Button
          kind="primary"
          size="lg"
          className="play"
          icon={playing ? 'pause' : 'play'}
          aria-label={t(playing ? 'callPage.pause' : 'callPage.play')}
          onClick={toggle}
        />
        <Button
          size="lg"
          icon="fwd10"
          aria-label={t('callPage.forward', { seconds: step })}
          onClick={() => jump(step)}
        />
        <b className="num lg">{asClock(at)}</b>
        <span className="ink-3 num">/ {asClock(peaks.seconds)}</span>
        <span className="row tight xs ink-3">
          <kbd>J</kbd>
          <kbd>K</kbd>
          <kbd>L</kbd>
          {t('callPage.keys')}
        </span>
        <span className="segments end" role="group" aria-label={t('callPage.speed')}>
          {speeds.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === speed}
              onClick={() => setSpeed(one)}
            >
              {one}×
            </button>
          ))}
        </span>
      </div>
      {broken && (
        <p className="error-line" role="alert">
          <Icon name="stop" size={14} />
          {t('callPage.broken')}
        </p>
      )}
    </div>
  );
}

/** Draws the wave and ties it to the audio element; drawn anew when the theme changes. */
function useWave(
  box: RefObject<HTMLDivElement | null>,
  media: RefObject<HTMLAudioElement | null>,
  peaks: Peaks,
  playhead: Playhead,
): void {
  const theme = useStore(preferences, (value) => value.theme);
  const system = useSystemTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const { current: container } = box;
    const { current: audio } = media;
    if (container === null || audio === null) return;
    const colour = (name: string) => getComputedStyle(container).getPropertyValue(name).trim();

    const wave = WaveSurfer.create({
      container,
      media: audio,
      peaks: [peaks.caller, peaks.agent],
      duration: peaks.seconds,
      height: lane,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      cursorColor: colour('--ink'),
      cursorWidth: 2,
      splitChannels: [
        { waveColor: colour('--talk-fill'), progressColor: colour('--talk') },
        { waveColor: colour('--accent'), progressColor: colour('--accent-hover') },
      ],
    });
    const stop = wave.on('timeupdate', (seconds) => playhead.at.set(seconds));
    playhead.seek = (seconds) => wave.setTime(Math.min(peaks.seconds, seconds));
    const wished = Number(new URLSearchParams(location.search).get('at') ?? '0');
    if (wished > 0 && playhead.at.value === 0) playhead.seek(wished);
    else if (playhead.at.value > 0) playhead.seek(playhead.at.value);
    return () => {
      playhead.seek = null;
      stop();
      wave.destroy();
    };
  }, [peaks, playhead, theme, system]);
}

/** Holds, pauses and long silences behind the wave. */
function Spans({ detail, peaks }: { detail: CallDetail; peaks: Peaks }) {
  const { t } = useWords();
  const begun = detail.recording_started_at;
  if (begun === null) return null;
  const share = (at: string) => (Date.parse(at) - Date.parse(begun)) / 1000 / peaks.seconds;
  const clamp = (value: number) => Math.min(1, Math.max(0, value)) * 100;
  const spans = [...detail.spans, ...peaks.silences];
  const drawn = spans.filter((one): one is Span & { to_at: string } => one.to_at !== null);
  return (
    <>
      {drawn.map((one) => {
        const left = clamp(share(one.from_at));
        const width = clamp(share(one.to_at)) - left;
        return (
          <span
            key={one.kind + one.from_at}
            className={`span-mark ${one.kind}`}
            style={{ left: `${left}%`, width: `${width}%` }}
          >
            <em className="xs">
              {t(`span.${one.kind}` as 'span.hold', { defaultValue: one.kind })}
            </em>
          </span>
        );
      })}
    </>
  );
}

function Axis({ seconds }: { seconds: number }) {
  const every = [5, 10, 20, 30, 60, 120, 300, 600, 1800].find((one) => seconds / one <= 9) ?? 3600;
  const marks = Array.from({ length: Math.floor(seconds / every) + 1 }, (_, at) => at * every);
  return (
    <div className="axis xs ink-3 num" aria-hidden="true">
      {marks.map((one) => (
        <span key={one} style={{ left: `${(one / Math.max(1, seconds)) * 100}%` }}>
          {asClock(one)}
        </span>
      ))}
    </div>
  );
}
