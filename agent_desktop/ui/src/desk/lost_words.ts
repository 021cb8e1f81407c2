/** Why an agent did not get a call, in words: `shorter_idle`, `skill:<name>`, or her state. */
import { useWords } from '../i18n';

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

export function useLostWords(): (lost: string) => string {
  const { t } = useWords();
  return (lost) => {
    if (lost === 'shorter_idle') return t('lost.shorter_idle');
    if (lost.startsWith('skill:')) return t('lost.skill', { skill: lost.slice('skill:'.length) });
    const state = states[lost];
    return state === undefined ? t('lost.other') : t(`state.${state}`);
  };
}
