/** How loud the microphone is, for the level bars. Measures only while somebody looks. */
import { Store } from '../live/store';

const looksEvery = 80;
/** The quietest level that lights a bar, and the loudest, in decibels of full scale. */
const floor = -60;
const ceiling = -12;

export class Meter {
  /** 0-1. */
  readonly level = new Store(0);
  #stream: MediaStream | null = null;
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #watchers = 0;

  hear(stream: MediaStream | null): void {
    this.#stream = stream;
    this.#stop();
    if (this.#watchers > 0) this.#start();
  }

  /** Like `Store.watch`, and keeps the meter running meanwhile. */
  watch = (watcher: () => void): (() => void) => {
    const forget = this.level.watch(watcher);
    this.#watchers += 1;
    if (this.#watchers === 1) this.#start();
    return () => {
      forget();
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stop();
    };
  };

  #start(): void {
    if (this.#stream === null) return;
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 1024 });
    new MediaStreamAudioSourceNode(context, { mediaStream: this.#stream }).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    this.#context = context;
    this.#timer = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      this.level.set(levelOf(samples));
    }, looksEvery);
  }

  #stop(): void {
    clearInterval(this.#timer);
    void this.#context?.close();
    this.#context = null;
    this.level.set(0);
  }
}

/** Loudness of some samples as a share of the meter, in steps of a hundredth. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  const share = (decibels - floor) / (ceiling - floor);
  return Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
}
