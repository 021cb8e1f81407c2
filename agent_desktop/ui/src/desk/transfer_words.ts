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
] as const;

export type NoWord = (typeof words)[number] | 'other';

/** A detail behind a colon, such as an agent's state, is not said. */
export function noWordOf(code: string): NoWord {
  const [name] = code.split(':');
  return words.find((one) => one === name) ?? 'other';
}
