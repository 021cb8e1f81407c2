/**
 * A socket that stands: opened with a fresh ticket, watched, and opened again when it falls.
 *
 * It carries messages and judges none. While something urgent goes on (`urgent()`) it comes back at
 * once; otherwise it waits a little and a random while, so that a restarted server is not stormed.
 */

import type { Scope } from '../live/scope';
import { localNow } from '../live/server_clock';

export interface SocketWishes<From> {
  ticket(): Promise<string>;
  /** Path and query for this opening, ticket included. */
  address(ticket: string): string;
  heard(message: From, at: number, sentAt: number | undefined): void;
  opening(): void;
  opened(at: number): void;
  closed(): void;
  /** The ticket was refused for good: nobody is signed in. */
  refused(): void;
  urgent(): boolean;
}

const pingEvery = 2_000;
/** Milliseconds of silence after which the socket is given up. */
const silenceLimit = 8_000;
/** Close codes after which the server does not want the page back: taken over, signed out. */
const finalCodes = new Set([4001, 4003]);
const mostJitter = 5_000;

/** Milliseconds to wait before attempt `attempt` (from 0). `chance` is 0-1. */
export function pauseBefore(attempt: number, urgent: boolean, chance: number): number {
  if (urgent) return Math.min(1_000, attempt * 250);
  return Math.min(5_000, 250 * 2 ** attempt) + chance * mostJitter;
}

export class StandingSocket<From extends { type: string }, To> {
  readonly #wishes: SocketWishes<From>;
  readonly #scope: Scope;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #heardAt = 0;
  #pings: number[] = [];
  #stopRetry: () => void = () => {};
  #opening = false;

  constructor(scope: Scope, wishes: SocketWishes<From>) {
    this.#scope = scope;
    this.#wishes = wishes;
    scope.every(pingEvery, () => this.#watch());
    scope.listens(window, 'online', () => this.#retryNow());
    scope.owns(() => this.#drop());
    void this.#open();
  }

  /** Sends now, or not at all: whoever needs an answer keeps the message until it comes. */
  send(message: To): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Throws the socket away and opens another one at once. */
  reopen(): void {
    this.#drop();
    this.#attempt = 0;
    this.#retryNow();
  }

  #retryNow(): void {
    this.#stopRetry();
    if (this.#socket === null && !this.#scope.ended) void this.#open();
  }

  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    this.#wishes.opening();
    try {
      const ticket = await this.#wishes.ticket();
      if (!this.#scope.ended) this.#begin(this.#wishes.address(ticket));
    } catch (problem) {
      if (isSignedOut(problem)) this.#wishes.refused();
      else this.#fell();
    } finally {
      this.#opening = false;
    }
  }

  #begin(address: string): void {
    const socket = new WebSocket(new URL(address, location.href.replace(/^http/, 'ws')));
    this.#socket = socket;
    this.#heardAt = localNow();
    this.#pings = [];
    socket.onopen = () => this.#wishes.opened(localNow());
    socket.onmessage = (event) => this.#take(JSON.parse(String(event.data)) as From);
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (finalCodes.has(event.code)) this.#wishes.closed();
      else this.#fell();
    };
  }

  #take(message: From): void {
    const at = localNow();
    this.#heardAt = at;
    this.#attempt = 0;
    const sentAt = message.type === 'pong' ? this.#pings.shift() : undefined;
    this.#wishes.heard(message, at, sentAt);
  }

  #fell(): void {
    this.#wishes.closed();
    if (this.#scope.ended) return;
    const pause = pauseBefore(this.#attempt, this.#wishes.urgent(), Math.random());
    this.#attempt += 1;
    this.#stopRetry();
    this.#stopRetry = this.#scope.after(pause, () => void this.#open());
  }

  #watch(): void {
    const socket = this.#socket;
    if (socket === null) return;
    if (localNow() - this.#heardAt > silenceLimit) {
      this.#drop();
      this.#fell();
    } else if (socket.readyState === WebSocket.OPEN) {
      this.#pings.push(localNow());
      socket.send('{"type":"ping"}');
    }
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}

function isSignedOut(problem: unknown): boolean {
  return problem instanceof Error && 'status' in problem && problem.status === 401;
}
