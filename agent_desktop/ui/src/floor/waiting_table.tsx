/** Who waits, in order of service over all queues, each with what can be done; then who rings. */
import { Menu } from '@mantine/core';
import { Fragment, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { asClock, asTime } from '../live/format';
import type { ServerClock } from '../live/server_clock';
import { useSeconds, useSecondsLeft } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon, type IconName } from '../parts/icon';
import type { FloorView, WaitingRow } from '../wire/types';
import { ActForm } from './act_form';
import type { ActName } from './use_press';

interface Open {
  readonly call: string;
  readonly name: ActName;
}

interface TableWishes {
  view: FloorView;
  clock: ServerClock;
  /** Nothing may be pressed: the list is old. */
  stale: boolean;
}

export function WaitingTable({ view, clock, stale }: TableWishes) {
  const { t } = useWords();
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <table className="table waiting">
      <thead>
        <tr>
          <th>{t('floor.waited')}</th>
          <th>{t('floor.promise')}</th>
          <th>{t('floor.queue')}</th>
          <th>{t('floor.caller')}</th>
          <th>{t('floor.language')}</th>
          <th className="n">{t('floor.place')}</th>
          <th className="n">{t('floor.priority')}</th>
          <th>
            <span className="sr-only">{t('floor.do')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {view.calls.map((row) => {
          const name = open?.call === row.call && row.state === 'waiting' ? open.name : null;
          const close = () => {
            setOpen(null);
            document.getElementById(menuOf(row))?.focus();
          };
          return (
            <Fragment key={row.call}>
              <Row
                row={row}
                clock={clock}
                stale={stale}
                picked={name !== null}
                choose={(chosen) => setOpen({ call: row.call, name: chosen })}
              />
              {name !== null && (
                <tr className="picked">
                  <td colSpan={8}>
                    <ActForm key={name} name={name} act={{ row, view, close }} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

const menuOf = (row: WaitingRow) => `acts-${row.call}`;

interface RowWishes {
  row: WaitingRow;
  clock: ServerClock;
  stale: boolean;
  picked: boolean;
  choose: (name: ActName) => void;
}

function Row({ row, clock, stale, picked, choose }: RowWishes) {
  const { t, say } = useWords();
  const waits = row.state === 'waiting';
  const seconds = useSeconds(clock, row.entered_at);
  return (
    <tr className={`${picked ? 'picked' : ''} ${waits ? '' : 'rings'}`}>
      <td className="num strong">{asClock(seconds)}</td>
      <td>
        <Promised row={row} clock={clock} />
      </td>
      <td>
        <span className="row tight">
          {say(row.queue_name)}
          {row.callback && (
            <span className="tag">
              <Icon name="phone" size={12} />
              {t('floor.callback')}
            </span>
          )}
        </span>
      </td>
      <td className="cut who">
        <span className="row tight">
          <span className="num">{row.customer_name || row.number || t('customer.withheld')}</span>
          <Tier tier={row.tier} />
        </span>
      </td>
      <td>{language(row.language, t)}</td>
      <td className="n num">{waits ? row.place : '–'}</td>
      <td className="n num">{row.priority}</td>
      <td className="acts">
        {waits ? (
          <Acts row={row} stale={stale} choose={choose} />
        ) : (
          <span className="tag tone-ring">
            <Icon name="bell" size={12} />
            {t('floor.ringsAt', { name: say(row.agent_name) })}
          </span>
        )}
      </td>
    </tr>
  );
}

type Translate = ReturnType<typeof useWords>['t'];

function language(code: string, t: Translate): string {
  if (code === 'mandarin' || code === 'english') return t(`language.${code}`);
  return code || '–';
}

/** A caller's runs in seconds; a customer who is called back was promised an instant. */
function Promised({ row, clock }: { row: WaitingRow; clock: ServerClock }) {
  const { t, language: spoken } = useWords();
  const left = useSecondsLeft(clock, row.promised_until);
  const over = useSeconds(clock, row.promised_until);
  const warned = useSeconds(clock, row.warns_at);
  if (over > 0) {
    return (
      <span className="mark-line c-over num">
        <Icon name="stop" />
        {t('clock.over', { time: asClock(over) })}
      </span>
    );
  }
  if (row.callback) {
    return (
      <span className="ink-2 num">
        {t('callback.until', { time: asTime(row.promised_until, spoken) })}
      </span>
    );
  }
  const soon = warned > 0;
  return (
    <span className={`mark-line num ${soon ? 'c-warn' : 'ink-2'}`}>
      <Icon name={soon ? 'alert' : 'clock'} />
      {t('floor.left', { seconds: left })}
    </span>
  );
}

function Tier({ tier }: { tier: string }) {
  const { t } = useWords();
  switch (tier) {
    case 'gold':
      return (
        <span className="tag tone-gold">
          <Icon name="star" size={12} />
          {t('tier.gold')}
        </span>
      );
    case 'silver':
    case 'company':
    case 'partner':
      return <span className="tag">{t(`tier.${tier}`)}</span>;
    default:
      return null;
  }
}

const acts: readonly (readonly [ActName, IconName])[] = [
  ['assign', 'user'],
  ['move', 'flow'],
  ['priority', 'list'],
  ['withdraw', 'phone-off'],
];

function Acts({ row, stale, choose }: Pick<RowWishes, 'row' | 'stale' | 'choose'>) {
  const { t } = useWords();
  const chosen = useRef(false);
  const who = row.customer_name || row.number || t('customer.withheld');
  const pick = (act: ActName) => {
    chosen.current = true;
    choose(act);
  };
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      offset={4}
      width={200}
      // The focus goes on to what was chosen, or back to where it came from.
      returnFocus={false}
      onOpen={() => {
        chosen.current = false;
      }}
      onClose={() => {
        if (!chosen.current) document.getElementById(menuOf(row))?.focus();
      }}
    >
      <Menu.Target>
        <Button id={menuOf(row)} size="sm" disabled={stale} aria-label={t('floor.doWith', { who })}>
          {t('floor.do')}
          <Icon name="down" size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(([act, icon]) => (
          <Menu.Item key={act} leftSection={<Icon name={icon} />} onClick={() => pick(act)}>
            {t(`floor.acts.${act}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
