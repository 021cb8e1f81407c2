/**
 * The desk's audio: microphone, one WebRTC connection to the softphone, the voice that comes back.
 *
 * The connection stands for the whole shift; a call only opens the sender. It heals itself: what
 * fails, or what the server says is lost, is built anew, first at once and then with a pause.
 * Knows nothing of calls but whether one is up and whether she is muted.
 */
import { preferences } from '../live/preferences';
import type { Scope } from '../live/scope';
import { localNow } from '../live/server_clock';
import { Store } from '../live/store';
import { Meter } from './meter';
import { type MicrophoneTrouble, openMicrophone, troubleOf } from './microphone';
import { type Counters, countersOf, noCounters, type Quality, qualityOf } from './quality';
import { telephonePeer, wholeOffer } from './telephone_peer';

type AudioState = 'off' | 'asking' | 'joining' | 'ready' | 'failed';

/** Why the audio is not up: denied, no_microphone, busy, no_answer. */
type AudioTrouble = '' | MicrophoneTrouble | 'no_answer';

export interface AudioReport {
  readonly state: AudioState;
  readonly trouble: AudioTrouble;
  /** The microphone's name as the system tells it. */
  readonly microphone: string;
  readonly quality: Quality | null;
  /** The browser wants a click before it plays. */
  readonly silenced: boolean;
}

export interface AudioOrders {
  /** A browser desk, signed in: audio shall stand. */
  readonly wanted: boolean;
  readonly stun: readonly string[];
  /** What the server thinks of our audio: absent, ready, lost or phone. */
  readonly server: string;
  /** A call is up, or being connected: she is to be heard. */
  readonly talking: boolean;
  /** Both voices are joined: packets must be coming in. */
  readonly joined: boolean;
  readonly muted: boolean;
}

export interface AudioPort {
  /** The softphone's SDP answer, or null when there is none to be had now. */
  answerTo(sdp: string): Promise<string | null>;
  echo(echo: boolean): Promise<boolean>;
}

const statsEvery = 1_000;
/** A connection that is not up after this long is given up. */
const connectFor = 5_000;
/** How long a connection may be "disconnected" before it is built anew. */
const patience = 1_000;
/** Silence of the downward stream during a call that means: the softphone is gone. */
const deafFor = 1_500;

export class DeskAudio {
  readonly report = new Store<AudioReport>({
    state: 'off',
    trouble: '',
    microphone: '',
    quality: null,
    silenced: false,
  });
  readonly meter = new Meter();
  readonly #scope: Scope;
  readonly #port: AudioPort;
  readonly #speaker = new Audio();
  #orders: AudioOrders = {
    wanted: false,
    stun: [],
    server: 'absent',
    talking: false,
    joined: false,
    muted: false,
  };
  #microphone: MediaStream | null = null;
  #connection: Scope | null = null;
  #peer: RTCPeerConnection | null = null;
  #building = false;
  #builtAt = 0;
  #failures = 0;
  #heard: Counters = noCounters;
  #heardAt = 0;
  #confirmed = false;
  #testing = false;

  constructor(scope: Scope, port: AudioPort) {
    this.#scope = scope;
    this.#port = port;
    this.#speaker.autoplay = true;
    scope.every(statsEvery, () => void this.#measure());
    scope.owns(preferences.watch(() => void this.#preferencesChanged()));
    scope.owns(() => this.#letGo());
  }

  get peer(): RTCPeerConnection | null {
    return this.#peer;
  }

  /** The voice from the softphone, for the echo test's ear. */
  get incoming(): MediaStream | null {
    return this.#speaker.srcObject instanceof MediaStream ? this.#speaker.srcObject : null;
  }

  follow(orders: AudioOrders): void {
    const before = this.#orders;
    this.#orders = orders;
    if (!orders.wanted) {
      if (before.wanted) this.#letGo();
      return;
    }
    if (orders.joined && !before.joined) this.#heardAt = localNow();
    this.#openSender();
    this.#followServer(orders.server);
    if (this.report.value.state === 'off') void this.#build();
  }

  /** Asks for the microphone and builds the connection, after a refusal or on demand. */
  async retry(): Promise<void> {
    this.#failures = 0;
    await this.#build();
  }

  /** The browser's autoplay rule is satisfied: called from a click. */
  async unsilence(): Promise<void> {
    await this.#play();
  }

  /** Sends `track` instead of the microphone while `during` runs, and has it sent back. */
  async withEcho<T>(track: MediaStreamTrack | null, during: () => Promise<T>): Promise<T | null> {
    const sender = this.#peer?.getSenders()[0];
    if (sender === undefined || this.#orders.talking) return null;
    const own = sender.track;
    this.#testing = true;
    try {
      if (track !== null) await sender.replaceTrack(track);
      this.#openSender();
      if (!(await this.#port.echo(true))) return null;
      return await during();
    } finally {
      this.#testing = false;
      await this.#port.echo(false);
      if (this.#peer?.getSenders()[0] === sender) await sender.replaceTrack(own);
      this.#openSender();
    }
  }

  #tell(change: Partial<AudioReport>): void {
    this.report.set({ ...this.report.value, ...change });
    document.documentElement.dataset.audioState = this.report.value.state;
  }

  #followServer(server: string): void {
    if (server === 'ready') {
      this.#confirmed = true;
      this.#stands();
    } else if (server === 'lost' && this.#confirmed) {
      this.#confirmed = false;
      this.#rebuild();
    }
  }

  /** Ready is when both ends say so: our connection is up, and the server has seen it. */
  #stands(): void {
    if (this.report.value.state === 'ready' || !this.#confirmed) return;
    if (this.#peer?.connectionState === 'connected') this.#tell({ state: 'ready', trouble: '' });
  }

  #rebuild(): void {
    if (!this.#orders.wanted || this.#building) return;
    this.#dropConnection();
    void this.#build();
  }

  async #build(): Promise<void> {
    if (this.#building || this.#scope.ended) return;
    this.#building = true;
    this.#dropConnection();
    const scope = this.#scope.inner();
    this.#connection = scope;
    try {
      const stream = await this.#listen();
      if (stream === null || scope.ended) return;
      this.#tell({ state: 'joining', trouble: '' });
      const up = await this.#connect(scope, stream);
      if (!up && !scope.ended) this.#failed('no_answer');
    } catch (problem) {
      // A connection closed under our hands is an end we made; anything else is tried again.
      if (!(problem instanceof DOMException)) throw problem;
      if (!scope.ended) this.#failed('no_answer');
    } finally {
      this.#building = false;
    }
  }

  async #listen(): Promise<MediaStream | null> {
    const standing = this.#microphone;
    if (standing?.getAudioTracks()[0]?.readyState === 'live') return standing;
    if (this.report.value.state !== 'failed') this.#tell({ state: 'asking' });
    try {
      const stream = await openMicrophone();
      this.#microphone = stream;
      const track = stream.getAudioTracks()[0];
      this.#tell({ microphone: track?.label ?? '' });
      this.meter.hear(stream);
      if (track !== undefined) track.onended = () => this.#microphoneGone();
      return stream;
    } catch (problem) {
      this.#failed(troubleOf(problem));
      return null;
    }
  }

  async #connect(scope: Scope, stream: MediaStream): Promise<boolean> {
    const peer = telephonePeer(scope, this.#orders.stun, stream);
    this.#peer = peer;
    this.#builtAt = localNow();
    this.#heard = noCounters;
    scope.owns(() => this.#close(peer));
    peer.ontrack = (event) => void this.#hearFrom(event.track);
    peer.onconnectionstatechange = () => this.#connectionChanged(scope, peer);
    const sdp = await this.#port.answerTo(await wholeOffer(peer, scope));
    if (sdp === null || scope.ended) return false;
    await peer.setRemoteDescription({ type: 'answer', sdp });
    this.#openSender();
    scope.after(connectFor, () => {
      if (peer.connectionState !== 'connected') this.#failed('no_answer');
    });
    return true;
  }

  #connectionChanged(scope: Scope, peer: RTCPeerConnection): void {
    if (scope.ended) return;
    if (peer.connectionState === 'connected') {
      this.#failures = 0;
      this.#heardAt = localNow();
      this.#stands();
    } else if (peer.connectionState === 'failed') {
      this.#rebuild();
    } else if (peer.connectionState === 'disconnected') {
      scope.after(patience, () => {
        if (peer.connectionState === 'disconnected') this.#rebuild();
      });
    }
  }

  async #hearFrom(track: MediaStreamTrack): Promise<void> {
    this.#speaker.srcObject = new MediaStream([track]);
    await this.#toSpeaker();
    await this.#play();
  }

  async #play(): Promise<void> {
    try {
      await this.#speaker.play();
      this.#tell({ silenced: false });
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === 'NotAllowedError') {
        this.#tell({ silenced: true });
      }
    }
  }

  /** No packets and no open microphone while nobody is to hear it. */
  #openSender(): void {
    const sender = this.#peer?.getSenders()[0];
    if (sender === undefined) return;
    const open = (this.#orders.talking || this.#testing) && !this.#scope.ended;
    const heard = open && !(this.#orders.talking && this.#orders.muted);
    if (sender.track !== null) sender.track.enabled = heard;
    for (const track of this.#microphone?.getAudioTracks() ?? []) {
      track.enabled = !(this.#orders.talking && this.#orders.muted);
    }
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (encoding === undefined || encoding.active === open) return;
    encoding.active = open;
    sender.setParameters(parameters).catch(() => {
      // The connection closed meanwhile; the next one starts with the right state.
    });
  }

  async #measure(): Promise<void> {
    const peer = this.#peer;
    if (peer === null || peer.connectionState !== 'connected') return;
    const report = await peer.getStats();
    if (peer !== this.#peer) return;
    const now = countersOf(report as unknown as Iterable<[string, unknown]>);
    const quality = qualityOf(this.#heard, now);
    if (now.received > this.#heard.received) this.#heardAt = localNow();
    this.#heard = now;
    this.#tell({ quality });
    const deaf = this.#orders.joined && localNow() - this.#heardAt > deafFor;
    if (deaf && localNow() - this.#builtAt > 2 * deafFor) this.#rebuild();
  }

  #failed(trouble: AudioTrouble): void {
    this.#dropConnection();
    this.#tell({ state: 'failed', trouble, quality: null });
    this.#failures += 1;
    // Without a microphone only the user can help; without an answer, trying again does.
    if (trouble !== 'no_answer' || !this.#orders.wanted) return;
    const pause = this.#failures === 1 ? 100 : Math.min(5_000, 500 * this.#failures);
    this.#scope.after(this.#orders.talking ? Math.min(pause, 500) : pause, () => {
      if (this.#peer === null && this.#orders.wanted) void this.#build();
    });
  }

  #microphoneGone(): void {
    this.#microphone = null;
    this.#rebuild();
  }

  async #preferencesChanged(): Promise<void> {
    await this.#toSpeaker();
    const track = this.#microphone?.getAudioTracks()[0];
    const wished = preferences.value.microphone;
    if (track === undefined || wished === '' || track.getSettings().deviceId === wished) return;
    this.#silenceMicrophone();
    this.#rebuild();
  }

  async #toSpeaker(): Promise<void> {
    if (!('setSinkId' in this.#speaker)) return;
    try {
      await this.#speaker.setSinkId(preferences.value.speaker);
    } catch {
      // The chosen device is gone: the default one goes on playing.
    }
  }

  #close(peer: RTCPeerConnection): void {
    peer.ontrack = null;
    peer.onconnectionstatechange = null;
    peer.close();
    if (this.#peer === peer) this.#peer = null;
  }

  #dropConnection(): void {
    this.#connection?.end();
    this.#connection = null;
  }

  #silenceMicrophone(): void {
    for (const track of this.#microphone?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#microphone = null;
    this.meter.hear(null);
  }

  #letGo(): void {
    this.#dropConnection();
    this.#silenceMicrophone();
    this.#speaker.srcObject = null;
    this.#tell({ state: 'off', quality: null });
  }
}
