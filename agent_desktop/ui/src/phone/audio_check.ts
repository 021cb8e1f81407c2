/**
 * The audio check before the shift: microphone, speaker, ring, network, echo, in this order.
 *
 * `CheckRun` runs them by itself and tells each step as it goes; only a full pass lets the server
 * make her ready. The echo is measured with a tone of our own, sent through the whole way and heard
 * again, so that a quiet room passes too.
 */
import type { Scope } from '../live/scope';
import { Store } from '../live/store';
import type { AudioChecked } from '../wire/types';
import type { AudioReport, DeskAudio } from './desk_audio';
import { testTone } from './sounds';

export type CheckName = 'microphone' | 'speaker' | 'ring' | 'network' | 'echo';
export type CheckState = 'waiting' | 'running' | 'passed' | 'failed';
type Checks = Readonly<Record<CheckName, CheckState>>;

export interface CheckReport {
  readonly checks: Checks;
  /** Milliseconds from our mouth to our ear, once measured. */
  readonly echo: number | null;
  readonly done: boolean;
}

export const checkNames: readonly CheckName[] = [
  'microphone',
  'speaker',
  'ring',
  'network',
  'echo',
];

const nothing: CheckReport = {
  checks: {
    microphone: 'waiting',
    speaker: 'waiting',
    ring: 'waiting',
    network: 'waiting',
    echo: 'waiting',
  },
  echo: null,
  done: false,
};

const microphoneFor = 30_000;
const networkFor = 10_000;
/** A path that stands but cannot be measured yet is no failure. */
const measureFor = 3_000;
const echoFor = 4_000;
const pitch = 1_000;

export class CheckRun {
  readonly report = new Store<CheckReport>(nothing);
  #round = 0;

  constructor(
    readonly scope: Scope,
    readonly audio: DeskAudio,
    readonly devices: () => { speaker: string; ringer: string },
    readonly tell: (result: AudioChecked) => Promise<unknown>,
  ) {}

  get passed(): number {
    return Object.values(this.report.value.checks).filter((state) => state === 'passed').length;
  }

  /** Runs all five; a run that is begun anew overtakes the one before. */
  async run(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.report.set(nothing);
    for (const name of checkNames) {
      this.#mark(name, 'running');
      const ok = await this.#one(name);
      if (round !== this.#round || this.scope.ended) return;
      this.#mark(name, ok ? 'passed' : 'failed');
      if (!ok) {
        await this.#finish(name);
        return;
      }
    }
    await this.#finish('');
  }

  #mark(name: CheckName, state: CheckState): void {
    const now = this.report.value;
    this.report.set({ ...now, checks: { ...now.checks, [name]: state } });
  }

  async #finish(failed: CheckName | ''): Promise<void> {
    const quality = this.audio.report.value.quality;
    await this.tell({
      do: 'audio_checked',
      ok: failed === '',
      rtt_ms: quality?.roundTrip ?? null,
      loss: quality?.loss ?? null,
      jitter_ms: quality?.jitter ?? null,
      failed,
    });
    this.report.set({ ...this.report.value, done: failed === '' });
  }

  #one(name: CheckName): Promise<boolean> {
    switch (name) {
      case 'microphone':
        return this.#until(
          ({ state }) => state !== 'off' && state !== 'asking',
          microphoneFor,
        ).then(() => this.audio.report.value.microphone !== '');
      case 'speaker':
        return testTone(this.devices().speaker);
      case 'ring':
        return testTone(this.devices().ringer, 0.3);
      case 'network':
        return this.#network();
      case 'echo':
        return this.#echo();
    }
  }

  async #network(): Promise<boolean> {
    await this.#until((report) => report.state === 'ready', networkFor);
    if (this.audio.report.value.state !== 'ready') return false;
    await this.#until((report) => report.quality !== null, measureFor);
    return true;
  }

  async #echo(): Promise<boolean> {
    const context = new AudioContext();
    const mouth = new MediaStreamAudioDestinationNode(context);
    const voice = new OscillatorNode(context, { frequency: pitch });
    const gate = new GainNode(context, { gain: 0 });
    voice.connect(gate).connect(mouth);
    voice.start();
    try {
      const track = mouth.stream.getAudioTracks()[0] ?? null;
      const taken = await this.audio.withEcho(track, () => this.#heardAgain(context, gate));
      if (taken !== null) this.report.set({ ...this.report.value, echo: taken });
      return taken !== null;
    } finally {
      void context.close();
    }
  }

  /** Milliseconds until our tone comes back; null when it does not. */
  async #heardAgain(context: AudioContext, gate: GainNode): Promise<number | null> {
    const incoming = this.audio.incoming;
    if (incoming === null) return null;
    const ear = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0 });
    new MediaStreamAudioSourceNode(context, { mediaStream: incoming }).connect(ear);
    const bins = new Float32Array(ear.frequencyBinCount);
    const bin = Math.round((pitch * ear.fftSize) / context.sampleRate);
    const begun = performance.now();
    gate.gain.value = 0.4;
    while (performance.now() - begun < echoFor) {
      await new Promise((wake) => setTimeout(wake, 10));
      ear.getFloatFrequencyData(bins);
      if ((bins[bin] ?? -200) > -50) return performance.now() - begun;
    }
    return null;
  }

  /** Resolves when the audio is in such a state, has failed, or the time is over. */
  #until(reached: (report: AudioReport) => boolean, limit: number): Promise<void> {
    return new Promise((settle) => {
      const scope = this.scope.inner();
      const done = () => {
        scope.end();
        settle();
      };
      const look = () => {
        const { trouble } = this.audio.report.value;
        if (reached(this.audio.report.value) || (trouble !== '' && trouble !== 'no_answer')) done();
      };
      scope.owns(this.audio.report.watch(look));
      scope.after(limit, done);
      scope.owns(settle);
      look();
    });
  }
}
