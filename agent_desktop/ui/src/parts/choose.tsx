/** Language and appearance: the two choices every page offers. */
import { Menu } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useWords } from '../i18n';
import { prefer, preferences, type Theme } from '../live/preferences';
import { useStore } from '../live/store';
import { Icon } from './icon';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const languages = [
  { id: 'zh-CN', name: '中文' },
  { id: 'en', name: 'English' },
] as const;

export function LanguageItems() {
  const { t, language } = useWords();
  return (
    <>
      <Menu.Label>{t('settings.language')}</Menu.Label>
      {languages.map((one) => (
        <Menu.Item
          key={one.id}
          lang={one.id}
          rightSection={one.id === language ? <Icon name="check" /> : null}
          onClick={() => prefer({ language: one.id })}
        >
          {one.name}
        </Menu.Item>
      ))}
    </>
  );
}

export function ThemeItems() {
  const { t } = useWords();
  const theme = useStore(preferences, (value) => value.theme);
  return (
    <>
      <Menu.Label>{t('settings.appearance')}</Menu.Label>
      {themes.map((one) => (
        <Menu.Item
          key={one}
          rightSection={one === theme ? <Icon name="check" /> : null}
          onClick={() => prefer({ theme: one })}
        >
          {t(`settings.theme.${one}`)}
        </Menu.Item>
      ))}
    </>
  );
}

export function DropMenu({ target, children }: { target: ReactElement; children: ReactNode }) {
  return (
    <Menu position="bottom-end" shadow="md" offset={4} width={200}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
