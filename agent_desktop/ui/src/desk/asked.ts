/**
 * The commands that wait for their answer.
 *
 * Each is kept and sent again, unchanged, until it is answered; the server answers a repeat with
 * the same words. After a snapshot of another desk session it is sent with that session's `seq`.
 */
import type { Answer, AnyCommand, Ask } from '../wire/types';

interface Waiting {
  readonly ask: Ask;
  readonly settle: (answer: Answer) => void;
  /** Belongs to something that does not outlive the socket, such as one audio connection. */
  readonly passing: boolean;
}

export class Asked {
  #waiting = new Map<string, Waiting>();

  /** A new command; `settle` is called once, with the server's answer or with `away`. */
  add(
    command: AnyCommand,
    expectedSeq: number,
    settle: (answer: Answer) => void,
    passing = false,
  ): Ask {
    const ask: Ask = {
      type: 'ask',
      client_id: crypto.randomUUID(),
      expected_seq: expectedSeq,
      command,
    };
    this.#waiting.set(ask.client_id, { ask, settle, passing });
    return ask;
  }

  commandOf(clientId: string): string {
    return this.#waiting.get(clientId)?.ask.command.do ?? '';
  }

  answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.client_id);
    this.#waiting.delete(answer.client_id);
    waiting?.settle(answer);
  }

  /** Everything still unanswered, in the order in which it was pressed. */
  unanswered(): Ask[] {
    return [...this.#waiting.values()].map((one) => one.ask);
  }

  /** The desk session is another one: the commands go out again under its sequence numbers. */
  renumber(seq: number): void {
    for (const [id, one] of this.#waiting) {
      this.#waiting.set(id, { ...one, ask: { ...one.ask, expected_seq: seq } });
    }
  }

  /** The socket fell: what belonged to it alone is answered with `away`. */
  dropPassing(): void {
    for (const [id, one] of [...this.#waiting]) {
      if (!one.passing) continue;
      this.#waiting.delete(id);
      one.settle(notAnswered(id));
    }
  }
}

export function notAnswered(clientId: string): Answer {
  return { type: 'answer', client_id: clientId, ok: false, reason: 'away', detail: '', current: 0 };
}
