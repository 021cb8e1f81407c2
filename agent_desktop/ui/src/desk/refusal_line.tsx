/** One line that says why the last press was not taken, where the press was. */
import { useWords } from '../i18n';
import { Icon } from '../parts/icon';
import { useDeskState } from './desk_context';

export function RefusalLine({ of }: { of: readonly string[] }) {
  const { t } = useWords();
  const refused = useDeskState((state) => state.refused);
  if (refused === null || !of.includes(refused.command)) return null;
  return (
    <p className="error-line" role="alert">
      <Icon name="stop" size={14} />
      {t(`refusal.${refused.reason}`)}
    </p>
  );
}
