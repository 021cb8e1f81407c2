/** The outcomes of this queue on the keys 1-9; the rarer ones below in a list. */
import { Menu } from '@mantine/core';
import { useWords } from '../i18n';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { useDesk, useView } from './desk_context';

export function OutcomeGrid({ big = false }: { big?: boolean }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const chosen = useStore(desk.notes.draft, (draft) => draft.outcome);
  const outcomes = useView((view) => view.choices.outcomes);
  const keyed = outcomes.filter((one) => one.key > 0).toSorted((a, b) => a.key - b.key);
  const further = outcomes.filter((one) => one.key === 0);
  const other = further.find((one) => one.code === chosen);
  const choose = (outcome: string) =>
    desk.notes.write({ outcome: outcome === chosen ? '' : outcome });
  return (
    <div className={big ? 'outcomes big' : 'outcomes'} role="group" aria-label={t('notes.outcome')}>
      {keyed.map((one) => (
        <button
          key={one.code}
          type="button"
          aria-pressed={one.code === chosen}
          title={say(one.words)}
          onClick={() => choose(one.code)}
        >
          <kbd aria-hidden="true">{one.key}</kbd>
          <span className="cut">
            {t(`outcomeShort.${one.code}` as 'outcomeShort.done', {
              defaultValue: say(one.words),
            })}
          </span>
          {big && one.code === chosen && <Icon name="check" size={14} />}
        </button>
      ))}
      {further.length > 0 && (
        <Menu position="top-start" shadow="md" offset={4}>
          <Menu.Target>
            <Button className="further" size={big ? 'lg' : 'md'} on={other !== undefined}>
              {other === undefined ? t('notes.furtherOutcomes') : say(other.words)}
              <Icon name="down" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {further.map((one) => (
              <Menu.Item
                key={one.code}
                rightSection={one.code === chosen ? <Icon name="check" /> : null}
                onClick={() => choose(one.code)}
              >
                {say(one.words)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
