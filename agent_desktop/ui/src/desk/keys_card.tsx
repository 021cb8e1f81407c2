/** The keys of a call, to be read between calls. */
import { useWords } from '../i18n';
import { keyMap } from '../keyboard/key_map';
import { Card } from '../parts/card';

export function KeysCard() {
  const { t } = useWords();
  const shown = keyMap.filter((group) => group.name === 'call' || group.name === 'after');
  return (
    <Card title={t('keys.title')}>
      <div className="body keys-card">
        {shown.map((group) => (
          <section key={group.name}>
            <h3 className="ink-3 xs">{t(`keys.groups.${group.name}`)}</h3>
            <dl>
              {group.keys.map((one) => (
                <div key={one.does}>
                  <dt>{t(`keys.${one.does}`)}</dt>
                  <dd>
                    <kbd>{one.keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Card>
  );
}
