/**
 * What the desk itself sounds: the ring, the test tones, the tick near the end of wrap-up.
 *
 * Each has its own device and level; nothing here is ever heard by a caller.
 */
import type { Scope } from '../live/scope';

const ringEvery = 2_000;

async function outputTo(device: string): Promise<AudioContext> {
  const context = new AudioContext();
  if (device !== '' && 'setSinkId' in context) {
    try {
      await (context.setSinkId as (id: string) => Promise<void>)(device);
    } catch {
      // The chosen device is gone: the system's default is better than silence.
    }
  }
  return context;
}

function tone(context: AudioContext, hertz: number, from: number, seconds: number, level: number) {
  const voice = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
  const gain = new GainNode(context, { gain: 0 });
  const start = context.currentTime + from;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(level, start + 0.03);
  gain.gain.setValueAtTime(level, start + seconds - 0.12);
  gain.gain.linearRampToValueAtTime(0, start + seconds);
  voice.connect(gain).connect(context.destination);
  voice.start(start);
  voice.stop(start + seconds);
}

/** Two soft tones each two seconds, until the scope ends. */
export function ring(scope: Scope, device: string, volume: number): void {
  void outputTo(device).then((context) => {
    scope.owns(() => void context.close());
    if (scope.ended) return;
    const once = () => {
      tone(context, 587, 0, 0.35, 0.25 * volume);
      tone(context, 740, 0.28, 0.5, 0.25 * volume);
    };
    once();
    scope.every(ringEvery, once);
  });
}

async function playOnce(device: string, play: (context: AudioContext) => number): Promise<boolean> {
  const context = await outputTo(device);
  if (context.state === 'suspended') await context.resume();
  const running = context.state === 'running';
  const seconds = play(context);
  setTimeout(() => void context.close(), seconds * 1000 + 200);
  return running;
}

/** A short rising figure; true when the device really plays. */
export function testTone(device: string, volume = 0.5): Promise<boolean> {
  return playOnce(device, (context) => {
    tone(context, 440, 0, 0.3, 0.3 * volume);
    tone(context, 554, 0.22, 0.3, 0.3 * volume);
    tone(context, 659, 0.44, 0.45, 0.3 * volume);
    return 1;
  });
}

/** The one tick ten seconds before wrap-up ends. */
export function tick(device: string): Promise<boolean> {
  return playOnce(device, (context) => {
    tone(context, 880, 0, 0.15, 0.15);
    return 0.3;
  });
}
