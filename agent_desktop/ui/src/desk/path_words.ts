/** The IVR's way in words: `language:1 → menu:1` is "Mandarin → Menu 1". */
import { useWords } from '../i18n';

export function usePathWords(): (path: readonly string[], language: string) => string {
  const { t } = useWords();
  return (path, language) =>
    path
      .map((step) => {
        const [node = '', key = ''] = step.split(':');
        if (node === 'language' && (language === 'mandarin' || language === 'english')) {
          return t(`language.${language}`);
        }
        const name = t(`node.${node}` as 'node.menu', { defaultValue: node });
        return key === '' ? name : t('path.key', { node: name, key });
      })
      .join(' → ');
}
