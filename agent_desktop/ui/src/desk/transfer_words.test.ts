import { expect, test } from 'vitest';
import { noWordOf } from './transfer_words';

test.each([
  ['agent_not_free:on_call', 'agent_not_free'],
  ['queue_closed:emergency', 'queue_closed'],
  ['same_queue', 'same_queue'],
  ['something_new', 'other'],
  ['', 'other'],
])('%s is said as %s', (code, word) => {
  expect(noWordOf(code)).toBe(word);
});
