/**
 * To whom the caller goes: found by name or number, or called outside; asked first or handed over
 * at once.
 *
 * Whether it can be is the server's to say; what it says is shown here, and the caller stays.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import { get } from '../wire/api';
import type { AgentTarget, CallView, QueueTarget, TransferTargets } from '../wire/types';
import { useClock, useDesk, useDeskState } from './desk_context';
import { NotDialled } from './dial_card';
import { RefusalLine } from './refusal_line';
import { iconOfAgent, stateOfAgent } from './states';
import { asNumber, noWordOf } from './transfer_words';
import { useDialling } from './use_dial';
import { useOutside } from './use_outside';

const refreshEvery = 3_000;

type Way = 'consult' | 'transfer';
type Target =
  | { kind: 'outside'; number: string }
  | { kind: 'queue'; queue: QueueTarget }
  | { kind: 'agent'; agent: AgentTarget };

export function TransferBox({ call, close }: { call: CallView; close: () => void }) {
  const { t } = useWords();
  const desk = useDesk();
  const offline = useDeskState((state) => state.connection !== 'open');
  const [way, setWay] = useState<Way>('consult');
  const [sought, seek] = useState('');
  const [at, setAt] = useState(0);
  const press = useRef(crypto.randomUUID());
  const outside = useOutside(call.call);
  const canDial = useDialling() !== null;
  const { data, isError } = useQuery({
    queryKey: ['transfer-targets', sought],
    queryFn: ({ signal }) =>
      get<TransferTargets>(`/transfer-targets?sought=${encodeURIComponent(sought)}`, signal),
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: refreshEvery,
  });
  const number = canDial ? asNumber(sought) : null;
  const targets = [
    ...(number === null ? [] : [{ kind: 'outside', number } satisfies Target]),
    ...inOrder(data, call),
  ];
  const chosen = targets[Math.min(at, targets.length - 1)];
  const abroad = chosen?.kind === 'outside';
  const can = chosen !== undefined && call.may.includes(way) && !offline && isOpen(chosen);
  const go = async () => {
    if (!can || outside.pressing) return;
    if (chosen.kind === 'outside') {
      outside.press({ number: chosen.number, hand_over: way === 'transfer' });
      return;
    }
    const to =
      chosen.kind === 'queue' ? { queue: chosen.queue.queue } : { agent: chosen.agent.agent };
    const answer = await desk.press({ do: way, call: call.call, press: press.current, ...to });
    // A press without an answer keeps its name, so that pressing again cannot do it twice.
    if (answer.reason !== 'away') press.current = crypto.randomUUID();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) setAt(Math.max(0, Math.min(targets.length - 1, at + by)));
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !event.ctrlKey) void go();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Card
      title={t('transfer.title')}
      label={t('transfer.title')}
      className="transfer-box"
      end={
        <>
          <span className="segments">
            {(['consult', 'transfer'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === way}
                onClick={() => setWay(one)}
              >
                {t(`transfer.way.${one}`)}
              </button>
            ))}
          </span>
          <Button kind="quiet" size="sm" icon="x" aria-label={t('common.close')} onClick={close} />
        </>
      }
    >
      <div className="body stack" role="group" aria-label={t('transfer.title')} onKeyDown={onKey}>
        <label className="search-line">
          <Icon name="search" />
          <input
            className="input"
            type="search"
            // biome-ignore lint/a11y/noAutofocus: opened by a key or a click to type here
            autoFocus
            aria-label={t('transfer.seek')}
            placeholder={t('transfer.seek')}
            maxLength={64}
            value={sought}
            onChange={(event) => {
              seek(event.target.value);
              setAt(0);
            }}
          />
        </label>
        {isError && <p className="error-line">{t('transfer.noList')}</p>}
        <div className="targets" role="listbox" aria-label={t('transfer.title')} tabIndex={-1}>
          {targets.map((one, number) => (
            <Row
              key={keyOf(one)}
              target={one}
              first={number === 0 || targets[number - 1]?.kind !== one.kind}
              chosen={one === chosen}
              choose={() => setAt(number)}
            />
          ))}
          {data !== undefined && targets.length === 0 && (
            <p className="empty">{t('transfer.nobody')}</p>
          )}
          {data !== undefined && data.more > 0 && (
            <p className="xs ink-3 more">{t('transfer.more', { count: data.more })}</p>
          )}
        </div>
        <Refused call={call} />
        <NotDialled code={outside.refusal} />
        <RefusalLine of={['transfer', 'consult']} />
        <Button
          kind="primary"
          wide
          icon={way === 'transfer' ? 'transfer' : abroad ? 'phone' : 'users'}
          keys="Enter"
          disabled={!can}
          onClick={() => void go()}
        >
          {t(abroad ? `transfer.outside.go.${way}` : `transfer.go.${way}`)}
        </Button>
        <p className="xs ink-3">
          {t(abroad ? `transfer.outside.hint.${way}` : `transfer.hint.${way}`)}
        </p>
      </div>
    </Card>
  );
}

/** Agents first, whoever is free before the others; then the queues, but for the call's own. */
function inOrder(data: TransferTargets | undefined, call: CallView): Target[] {
  if (data === undefined) return [];
  return [
    ...data.agents.map((agent): Target => ({ kind: 'agent', agent })),
    ...data.queues
      .filter((one) => one.queue !== call.queue)
      .map((queue): Target => ({ kind: 'queue', queue })),
  ];
}

function isOpen(one: Target): boolean {
  if (one.kind === 'outside') return true;
  return one.kind === 'queue' ? one.queue.open : one.agent.free;
}

function keyOf(one: Target): string {
  if (one.kind === 'outside') return 'outside';
  return one.kind === 'queue' ? `q ${one.queue.queue}` : `a ${one.agent.agent}`;
}

interface RowWishes {
  target: Target;
  /** Of its kind: it stands below a heading. */
  first: boolean;
  chosen: boolean;
  choose: () => void;
}

function Row({ target, first, chosen, choose }: RowWishes) {
  const { t } = useWords();
  return (
    <>
      {first && <p className="xs ink-3 heading">{t(`transfer.kind.${target.kind}`)}</p>}
      <button
        type="button"
        role="option"
        aria-selected={chosen}
        tabIndex={-1}
        className="target"
        onClick={choose}
      >
        {target.kind === 'outside' && <OutsideLine number={target.number} />}
        {target.kind === 'queue' && <QueueLine queue={target.queue} />}
        {target.kind === 'agent' && <AgentLine agent={target.agent} />}
      </button>
    </>
  );
}

function OutsideLine({ number }: { number: string }) {
  return (
    <>
      <Icon name="phone" />
      <b className="cut grow num">{number}</b>
    </>
  );
}

function QueueLine({ queue }: { queue: QueueTarget }) {
  const { t, say } = useWords();
  return (
    <>
      <Icon name="users" />
      <b className="cut grow">{say(queue.name)}</b>
      <span className={`sm num ${queue.open && queue.idle > 0 ? 'c-ready' : 'ink-3'}`}>
        {queue.open
          ? t(queue.idle > 0 ? 'transfer.free' : 'transfer.waiting', {
              free: queue.idle,
              waiting: queue.waiting,
            })
          : t('transfer.closed')}
      </span>
    </>
  );
}

function AgentLine({ agent }: { agent: AgentTarget }) {
  const { t, say } = useWords();
  const seconds = useSeconds(useClock(), agent.since);
  return (
    <>
      <span className={agent.free ? 'c-ready' : 'ink-3'}>
        <Icon name={iconOfAgent(agent.state)} />
      </span>
      <span className="cut grow">
        <b>{say(agent.name)}</b> <span className="num ink-2">{agent.agent}</span>
        <span className="xs ink-3"> {say(agent.team_name)}</span>
      </span>
      <span className={`sm num ${agent.free ? 'c-ready' : 'ink-3'}`}>
        {t(`state.${stateOfAgent(agent.state)}`)} {asClock(seconds)}
      </span>
    </>
  );
}

/** Why the distributor did not do it; the caller is still hers. */
export function Refused({ call }: { call: CallView }) {
  const { t } = useWords();
  if (call.transfer_no === '') return null;
  return (
    <p className="error-line" role="alert">
      <Icon name="stop" size={14} />
      {t(`transfer.no.${noWordOf(call.transfer_no)}`)}
    </p>
  );
}
