/** The interface's words: two catalogues with the same keys, switched without a reload. */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../live/format';
import { preferences } from '../live/preferences';
import type { Words } from '../wire/types';
import en from './en.json';
import zh from './zh-CN.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
    lng: preferences.value.language,
    fallbackLng: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  const follow = () => {
    const { language } = preferences.value;
    document.documentElement.lang = language;
    if (i18next.language !== language) void i18next.changeLanguage(language);
  };
  follow();
  preferences.watch(follow);
}

/** `t`, the language, and the text of a pair in it. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const say = (words: Words | null | undefined) =>
    words === null || words === undefined ? '' : language === 'en' ? words.en : words.zh;
  return { t, language, say };
}
