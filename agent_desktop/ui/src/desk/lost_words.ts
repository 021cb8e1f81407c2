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
  >
> = {
  not_ready: 'not_ready',
  offered: 'ringing',
  connecting: 'connecting',
  on_call: 'talking',
  wrap_up: 'wrap_up',
  not_responding: 'not_responding',
  unreachable: 'unreachable',
};

export function useLostWords(): (lost: string, skill: Words | null) => string {
  const { t, say } = useWords();
  return (lost, skill) => {
    if (lost === 'shorter_idle') return t('lost.shorter_idle');
    if (lost === 'less_skilled') return t('lost.less_skilled');
    if (lost === 'offered_later') return t('lost.offered_later');
    if (lost === 'skill') return t('lost.skill', { skill: say(skill) });
    const state = states[lost];
    return state === undefined ? t('lost.other') : t(`state.${state}`);
  };
}
