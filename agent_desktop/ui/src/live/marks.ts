/**
 * What a figure means against the server's marks: the tone it is drawn in. Pure.
 *
 * The marks come with the figures; no threshold is written down in the page.
 */
import type { Marks } from '../wire/types';

export type Tone = 'plain' | 'ready' | 'warn' | 'over';

export function toneOfWait(seconds: number, marks: Marks): Tone {
  if (seconds >= marks.wait_over) return 'over';
  return seconds >= marks.wait_warn ? 'warn' : 'plain';
}

export function toneOfHandle(seconds: number, marks: Marks): Tone {
  if (seconds >= marks.handle_over) return 'over';
  return seconds >= marks.handle_warn ? 'warn' : 'plain';
}

/** Whether an agent is to be reminded of a caller on hold. */
export const isHeldLong = (seconds: number, marks: Marks) =>
  marks.hold_over > 0 && seconds >= marks.hold_over;

export function toneOfAnswers(share: number | null, marks: Marks): Tone {
  if (share === null || share >= marks.answer_target) return 'plain';
  return share >= marks.answer_floor ? 'warn' : 'over';
}

export function toneOfService(share: number | null, marks: Marks): Tone {
  if (share === null || share >= marks.service_target) return 'plain';
  return share >= marks.service_floor ? 'warn' : 'over';
}
