import { describe, expect, it } from 'vitest';
import type { Answer } from '../wire/types';
import { Asked } from './asked';

const answerTo = (id: string, ok = true): Answer => ({
  type: 'answer',
  client_id: id,
  ok,
  reason: ok ? null : 'no_call',
  detail: '',
  current: 5,
});

describe('commands that wait', () => {
  it('stay, unchanged, until they are answered', () => {
    const asked = new Asked();
    const answers: Answer[] = [];
    const ask = asked.add({ do: 'hold', call: 'c' }, 4, (answer) => answers.push(answer));
    expect(asked.unanswered()).toEqual([ask]);
    expect(asked.commandOf(ask.client_id)).toBe('hold');
    asked.answered(answerTo(ask.client_id));
    asked.answered(answerTo(ask.client_id));
    expect(answers).toHaveLength(1);
    expect(asked.unanswered()).toEqual([]);
  });

  it('keep their order and their id under the numbers of another desk session', () => {
    const asked = new Asked();
    const first = asked.add({ do: 'mute', call: 'c' }, 4, () => undefined);
    const second = asked.add({ do: 'hold', call: 'c' }, 5, () => undefined);
    asked.renumber(90);
    expect(asked.unanswered()).toEqual([
      { ...first, expected_seq: 90 },
      { ...second, expected_seq: 90 },
    ]);
  });

  it('of one audio connection end with the socket; others go on waiting', () => {
    const asked = new Asked();
    const answers: Answer[] = [];
    asked.add({ do: 'audio_offer', sdp: 'v=0' }, 4, (answer) => answers.push(answer), true);
    const kept = asked.add({ do: 'hang_up', call: 'c' }, 4, (answer) => answers.push(answer));
    asked.dropPassing();
    expect(answers.map((one) => one.reason)).toEqual(['away']);
    expect(asked.unanswered()).toEqual([kept]);
  });
});
