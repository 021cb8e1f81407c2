import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scope } from '../live/scope';
import { pauseBefore, StandingSocket } from './standing_socket';

class FakeSocket {
  static made: FakeSocket[] = [];
  static OPEN = 1;
  readyState = 1;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  constructor(readonly url: URL) {
    FakeSocket.made.push(this);
  }

  send(text: string) {
    this.sent.push(text);
  }

  close() {
    this.closed = true;
  }

  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

type Said = { type: string };

describe('a socket that stands', () => {
  let scope: Scope;
  let heard: Said[];
  let log: string[];
  let ticket: () => Promise<string>;

  const open = async () => {
    const socket = new StandingSocket<Said, object>(scope, {
      ticket: () => ticket(),
      address: (one) => `/api/v1/desk?ticket=${one}`,
      heard: (message) => heard.push(message),
      opening: () => log.push('opening'),
      opened: () => log.push('opened'),
      closed: () => log.push('closed'),
      refused: () => log.push('refused'),
      urgent: () => true,
    });
    await vi.advanceTimersByTimeAsync(0);
    return socket;
  };
  const newest = () => {
    const socket = FakeSocket.made.at(-1);
    if (socket === undefined) throw new Error('no socket was made');
    return socket;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    FakeSocket.made = [];
    scope = new Scope();
    heard = [];
    log = [];
    ticket = () => Promise.resolve('t');
  });

  afterEach(() => {
    scope.end();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('opens with a ticket and hands on what it hears', async () => {
    await open();
    expect(newest().url.pathname + newest().url.search).toBe('/api/v1/desk?ticket=t');
    newest().says({ type: 'hello' });
    expect(heard).toEqual([{ type: 'hello' }]);
  });

  it('comes back by itself after a fall, and not after the server sent it away', async () => {
    await open();
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(10);
    expect(FakeSocket.made).toHaveLength(2);
    newest().onclose?.({ code: 4001 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it('is given up after eight seconds of silence', async () => {
    await open();
    const first = newest();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(first.closed).toBe(true);
    expect(FakeSocket.made.length).toBeGreaterThan(1);
    expect(first.sent[0]).toBe('{"type":"ping"}');
  });

  it('says so when nobody is signed in, and stops', async () => {
    ticket = () => Promise.reject(Object.assign(new Error('no'), { status: 401 }));
    await open();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(log).toEqual(['opening', 'refused']);
  });

  it('tries again when the ticket does not come', async () => {
    let refusals = 2;
    ticket = () => {
      refusals -= 1;
      return refusals >= 0 ? Promise.reject(new Error('away')) : Promise.resolve('t');
    };
    await open();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('waits a random while when nothing urgent goes on, and hardly at all in a call', () => {
    expect(pauseBefore(0, true, 0.9)).toBe(0);
    expect(pauseBefore(9, true, 0.9)).toBe(1_000);
    expect(pauseBefore(0, false, 0)).toBe(250);
    expect(pauseBefore(0, false, 1)).toBe(5_250);
    expect(pauseBefore(20, false, 0)).toBe(5_000);
  });
});
