/** Why an agent did not get a call, in words: what the strategy ranked her by, `skill`, or her state. */
import { useWords } from '../i18n';
import type { Words } from '../wire/types';

const states: Readonly<
  Record<
    string,
    | 'not_ready'
    | 'ringing'
    | 'connecting'
    | 'talking'
    | 'wrap_up'
    | 'not_responding'
    | 'unreachable'
    | 'logged_out'
  >
> = {
  not_ready: 'not_ready',
  offered: 'ringing',
  connecting: 'connecting',
  on_call: 'talking',
  wrap_up: 'wrap_up',
  not_responding: 'not_responding',
  unreachable: 'unreachable',
  logged_out: 'logged_out',
};

const behind = [
  'shorter_idle',
  'less_skilled',
  'offered_later',
  'placed_lower',
  'more_calls',
  'more_occupied',
  'drew_later',
  'waits_for_another',
] as const;

export function useLostWords(): (lost: string, skill: Words | null) => string {
  const { t, say } = useWords();
  return (lost, skill) => {
    const ranked = behind.find((known) => known === lost);
    if (ranked !== undefined) return t(`lost.${ranked}`);
    if (lost === 'skill') return t('lost.skill', { skill: say(skill) });
    if (lost === 'in_training') {
      // With a skill: the call is too hard for her. Without: others, who have learnt it, go first.
      const learns = say(skill);
      return learns === '' ? t('lost.in_training') : t('lost.tooHard', { skill: learns });
    }
    const state = states[lost];
    return state === undefined ? t('lost.other') : t(`state.${state}`);
  };
}
