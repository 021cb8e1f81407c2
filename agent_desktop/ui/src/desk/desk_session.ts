/**
 * One agent's desk in this tab: its socket, its state, and the audio that belongs to it.
 *
 * Made after sign-in, ended by sign-out. Pages read `state` and call `press`; they never touch the
 * socket. Decides nothing: the server says what may be done.
 */
import type { Scope } from '../live/scope';
import { localNow } from '../live/server_clock';
import { Store } from '../live/store';
import { checkDue } from '../phone/check_due';
import { DeskAudio } from '../phone/desk_audio';
import { socketTicket } from '../wire/api';
import { StandingSocket } from '../wire/standing_socket';
import type { Answer, AnyCommand, FromDesk, FromServer } from '../wire/types';
import { Asked, notAnswered } from './asked';
import { type DeskState, emptyDesk, fold, type Happening, inCall, isBusy } from './desk_state';
import { NotesDraft } from './notes_draft';

const deskKey = 'callcenter.desk';

export class DeskSession {
  readonly state = new Store<DeskState>(emptyDesk);
  readonly audio: DeskAudio;
  readonly notes: NotesDraft;
  /** The audio check is on the screen. */
  readonly checking = new Store(false);
  /** The keypad is open under the controls. */
  readonly keypad = new Store(false);
  /** The box of targets is open under the controls. */
  readonly transferring = new Store(false);
  /** The shortcuts are shown: over the page, or as a card beside a call. */
  readonly keysShown = new Store(false);
  readonly #asked = new Asked();
  readonly #socket: StandingSocket<FromServer, FromDesk>;
  readonly #audioAnswers = new Map<string, (sdp: string | null) => void>();
  #sentDesk = '';

  constructor(readonly scope: Scope) {
    this.#socket = new StandingSocket<FromServer, FromDesk>(scope, {
      ticket: () => socketTicket('desk'),
      address: (ticket) => this.#address(ticket),
      opening: () => this.#happens({ what: 'opening' }),
      opened: (at) => this.#happens({ what: 'opened', at }),
      closed: () => {
        this.#asked.dropPassing();
        this.#happens({ what: 'closed' });
      },
      refused: () => this.#signedOut(),
      heard: (message, at, sentAt) => this.#hear(message, at, sentAt),
      urgent: () => isBusy(this.state.value) || this.state.value.view === null,
    });
    this.audio = new DeskAudio(scope, {
      answerTo: (sdp) => this.#negotiate(sdp),
      echo: async (echo) => (await this.ask({ do: 'audio_check', echo }, true)).ok,
    });
    this.notes = new NotesDraft(scope, async (command) => (await this.ask(command)).ok);
    scope.every(500, () => this.#happens({ what: 'waited', at: localNow() }));
    scope.owns(() => sessionStorage.removeItem(deskKey));
  }

  /** A press: the last refusal is forgotten, the command goes out, its refusal is drawn. */
  press(command: AnyCommand): Promise<Answer> {
    this.#happens({ what: 'pressed' });
    return this.ask(command);
  }

  /** Sends a command and waits for its one answer, over as many sockets as it takes. */
  ask(command: AnyCommand, passing = false): Promise<Answer> {
    return new Promise((settle) => {
      this.#socket.send(this.#asked.add(command, this.state.value.seq, settle, passing));
    });
  }

  /** Opens the socket anew, to have the desk back from another tab. */
  comeBack(): void {
    this.#socket.reopen();
  }

  /** Under the controls there is room for one box. */
  showKeypad(shown: boolean): void {
    this.keypad.set(shown);
    if (shown) this.transferring.set(false);
  }

  showTransfer(shown: boolean): void {
    this.transferring.set(shown);
    if (shown) this.keypad.set(false);
  }

  #address(ticket: string): string {
    const query = new URLSearchParams({ ticket });
    const { desk, view, gap, seq } = this.state.value;
    const known = desk ?? sessionStorage.getItem(deskKey);
    if (known !== null) query.set('desk', known);
    if (known !== null && view !== null && !gap) query.set('seq', String(seq));
    return `/api/v1/desk?${query}`;
  }

  #happens(happening: Happening): void {
    this.state.set(fold(this.state.value, happening));
  }

  #hear(message: FromServer, at: number, sentAt: number | undefined): void {
    const asked = message.type === 'answer' ? this.#asked.commandOf(message.client_id) : undefined;
    this.#happens({
      what: 'heard',
      at,
      message,
      ...(sentAt === undefined ? {} : { sentAt }),
      ...(asked === undefined ? {} : { asked }),
    });
    this.#follow(message);
    if (this.state.value.gap) this.#socket.reopen();
  }

  /** What a message asks of the pipes, after the state has taken it. */
  #follow(message: FromServer): void {
    switch (message.type) {
      case 'hello':
        if (message.desk === this.#sentDesk) this.#sendAgain();
        break;
      case 'snapshot':
        // Only a tab that holds the desk may claim it after a refresh.
        sessionStorage.setItem(deskKey, this.state.value.desk ?? '');
        if (this.state.value.desk !== this.#sentDesk) {
          this.#sentDesk = this.state.value.desk ?? '';
          this.#asked.renumber(message.seq);
          this.#sendAgain();
        }
        this.#tellOthers();
        if (checkDue.value && this.state.value.softphone) this.checking.set(true);
        checkDue.set(false);
        break;
      case 'patch':
        this.#tellOthers();
        break;
      case 'answer':
        this.#asked.answered(message);
        break;
      case 'audio_answer':
        this.#audioAnswers.get(message.client_id)?.(message.sdp);
        this.#asked.answered({ ...notAnswered(message.client_id), ok: true, reason: null });
        break;
      case 'occupied':
      case 'taken_over':
        sessionStorage.removeItem(deskKey);
        break;
      case 'signed_out':
        this.#signedOut();
        break;
      default:
        break;
    }
  }

  #tellOthers(): void {
    const { view, softphone, stun } = this.state.value;
    if (view === null) return;
    this.audio.follow({
      wanted: softphone && view.me.state !== 'logged_out',
      stun,
      server: view.audio.state,
      talking: inCall(this.state.value),
      joined: view.call?.phase === 'talking' || view.call?.phase === 'held',
      muted: view.call?.muted ?? false,
    });
    this.notes.follow(view.call?.call ?? view.offer?.call ?? null, view.notes);
  }

  #sendAgain(): void {
    for (const ask of this.#asked.unanswered()) this.#socket.send(ask);
  }

  /** The softphone's answer to an SDP offer; null when it was refused or the socket fell. */
  #negotiate(sdp: string): Promise<string | null> {
    return new Promise((settle) => {
      let id = '';
      const done = (answer: string | null) => {
        if (this.#audioAnswers.delete(id)) settle(answer);
      };
      const ask = this.#asked.add(
        { do: 'audio_offer', sdp },
        this.state.value.seq,
        (answer) => {
          if (!answer.ok) done(null);
        },
        true,
      );
      id = ask.client_id;
      this.#audioAnswers.set(id, done);
      this.#socket.send(ask);
    });
  }

  #signedOut(): void {
    this.state.set({ ...this.state.value, standing: 'signed_out' });
  }
}
