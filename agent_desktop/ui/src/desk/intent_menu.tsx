/** Choosing ready or a reason not to be: the state itself when idle, "after call" otherwise. */
import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../parts/icon';
import type { NotReadyReason, SetIntent } from '../wire/types';
import { useDesk, useView } from './desk_context';

export function useIntent() {
  const desk = useDesk();
  const set = (intent: SetIntent['intent'], reason = '') =>
    void desk.press({ do: 'set_intent', intent, reason });
  return { ready: () => set('available'), notReady: (reason: string) => set('not_ready', reason) };
}

export function IntentMenu({ children }: { children: ReactElement }) {
  const { t, say } = useWords();
  const me = useView((view) => view.me);
  const reasons = useView((view) => view.choices.reasons);
  const { ready, notReady } = useIntent();
  const chosen = me.intent === 'available' ? 'available' : me.intent_reason;
  return (
    <Menu position="bottom-start" width={232} shadow="md" offset={4}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="ok" />}
          rightSection={chosen === 'available' ? <Icon name="check" /> : null}
          disabled={!me.can_be_ready}
          onClick={ready}
          className="c-ready"
        >
          {t('intent.ready')}
          {!me.can_be_ready && (
            <span className="xs ink-3 block">{t('refusal.audio_not_checked')}</span>
          )}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('intent.notReady')}</Menu.Label>
        {reasons.map((one) => (
          <Menu.Item
            key={one.code}
            leftSection={<Icon name={one.code === 'break' ? 'cup' : 'minus'} />}
            rightSection={
              chosen === one.code && me.intent === 'not_ready' ? (
                <Icon name="check" />
              ) : (
                <Limits reason={one} />
              )
            }
            onClick={() => notReady(one.code)}
          >
            {say(one.words)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Its minutes, and whether it is asked for. */
function Limits({ reason }: { reason: NotReadyReason }) {
  const { t } = useWords();
  const { asks, day_limit: day, once_limit: once } = reason;
  const said = [
    day > 0 ? t('intent.limit', { minutes: day }) : '',
    day === 0 && once > 0 ? t('intent.once', { minutes: once }) : '',
    asks ? t('intent.asks') : '',
  ].filter(Boolean);
  return said.length === 0 ? null : <span className="xs ink-3 num">{said.join(' · ')}</span>;
}
