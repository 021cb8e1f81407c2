/** A need's code in words: `change.flight` → "Change · flight". */
import { useWords } from '../i18n';
import { useView } from './desk_context';

export function useNeedWords(): (code: string) => string {
  const { say } = useWords();
  const needs = useView((view) => view.choices.needs);
  return (code) => {
    const [first, second] = code.split('.');
    const need = needs.find((one) => one.code === first);
    if (need === undefined) return '';
    const kind = need.kinds.find((one) => one.code === second);
    return kind === undefined ? say(need.words) : `${say(need.words)} · ${say(kind.words)}`;
  };
}
