/** The shortcut overlay (`?`): every key of the page and what it does, and the switch for all of it. */
import { Modal } from '@mantine/core';
import { useWords } from '../i18n';
import { prefer, preferences } from '../live/preferences';
import { useStore } from '../live/store';
import { keyMap } from './key_map';

export function ShortcutOverlay({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useWords();
  const on = useStore(preferences, (value) => value.shortcuts);
  return (
    <Modal opened={opened} onClose={close} title={t('keys.title')} size={640} centered>
      <div className="key-groups">
        {keyMap.map((group) => (
          <section key={group.name}>
            <h3>{t(`keys.groups.${group.name}`)}</h3>
            <dl>
              {group.keys.map((one) => (
                <div key={one.does}>
                  <dt>
                    <kbd>{one.keys}</kbd>
                  </dt>
                  <dd>{t(`keys.${one.does}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="row sm key-switch">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => prefer({ shortcuts: event.currentTarget.checked })}
        />
        {t('keys.switch')}
      </label>
    </Modal>
  );
}
