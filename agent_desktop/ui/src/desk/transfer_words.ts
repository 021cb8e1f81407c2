/** Why a caller could not be handed over: the code the server sent to the word for it. Pure. */
const words = [
  'queue_unknown',
  'same_queue',
  'queue_closed',
  'queue_refuses',
  'agent_unknown',
  'agent_not_free',
  'consults_already',
  'call_gone',
  'not_her_call',
  'outside_busy',
  'outside_no_answer',
  'outside_rejected',
  'outside_unreachable',
  'outside_no_free_leg',
] as const;

export type NoWord = (typeof words)[number] | 'outside_other' | 'other';

/** A detail behind a colon, such as an agent's state, is not said. */
export function noWordOf(code: string): NoWord {
  const [name] = code.split(':');
  return words.find((one) => one === name) ?? (isOutside(code) ? 'outside_other' : 'other');
}

/** It speaks of somebody outside, who was called and is not there. */
export const isOutside = (code: string) => code.startsWith('outside_');

const written = /^\+?\d[\d\s()./-]{2,}$/;

/** What she types could be a number outside, as people write them. */
export const asNumber = (sought: string) => (written.test(sought.trim()) ? sought.trim() : null);
