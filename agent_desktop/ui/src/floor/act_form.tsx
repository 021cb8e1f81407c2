/** What one act still has to know, in a row of its own under the call: nothing is covered. */
import { type ReactNode, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import type { FloorView, WaitingRow } from '../wire/types';
import { RefusalWords } from './refusal_words';
import { type ActName, usePress } from './use_press';

export interface Act {
  readonly row: WaitingRow;
  readonly view: FloorView;
  /** Done, or not wanted any more. */
  readonly close: () => void;
}

export function ActForm({ name, act }: { name: ActName; act: Act }) {
  switch (name) {
    case 'assign':
      return <Assign {...act} />;
    case 'move':
      return <Move {...act} />;
    case 'priority':
      return <Priority {...act} />;
    case 'withdraw':
      return <Withdraw {...act} />;
  }
}

interface FormWishes {
  act: Act;
  name: ActName;
  refused: ReactNode;
  /** What it means for the caller. */
  hint?: string;
  children: ReactNode;
}

function Form({ act, name, refused, hint, children }: FormWishes) {
  const { t } = useWords();
  return (
    <fieldset
      className="act-form"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) act.close();
      }}
    >
      <legend className="sr-only">{t(`floor.acts.${name}`)}</legend>
      <b aria-hidden="true">{t(`floor.acts.${name}`)}</b>
      {children}
      <Button size="sm" kind="quiet" keys="Esc" onClick={act.close}>
        {t('floor.leave')}
      </Button>
      {hint !== undefined && <span className="xs ink-2">{hint}</span>}
      {refused}
    </fieldset>
  );
}

function Assign(act: Act) {
  const { t, say } = useWords();
  const { press, pressing, refusal } = usePress(act.row, 'assign', act.close);
  const [chosen, choose] = useState('');
  const free = act.view.agents.filter((one) => one.free);
  const lacks = refusal?.code === 'skill_missing';
  const refused = refusal !== null && <RefusalWords refusal={refusal} skills={act.view.skills} />;
  if (free.length === 0) {
    return (
      <Form act={act} name="assign" refused={refused}>
        <span className="ink-2 mark-line">
          <Icon name="info" size={14} />
          {t('floor.nobodyFree')}
        </span>
      </Form>
    );
  }
  return (
    <Form act={act} name="assign" refused={refused}>
      <select
        className="input sm"
        aria-label={t('floor.toAgent')}
        // biome-ignore lint/a11y/noAutofocus: the row was opened by a key or a click to choose here
        autoFocus
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('floor.chooseAgent')}</option>
        {free.map((one) => (
          <option key={one.agent} value={one.agent}>
            {say(one.name)} {one.agent}
          </option>
        ))}
      </select>
      <Button
        size="sm"
        kind="primary"
        disabled={pressing || chosen === ''}
        onClick={() => press({ agent: chosen, confirmed: lacks })}
      >
        {t(lacks ? 'floor.assignAnyway' : 'floor.acts.assign')}
      </Button>
    </Form>
  );
}

function Move(act: Act) {
  const { t, say } = useWords();
  const { press, pressing, refusal } = usePress(act.row, 'move', act.close);
  const others = act.view.queues.filter((one) => one.queue !== act.row.queue);
  const [chosen, choose] = useState(others[0]?.queue ?? '');
  const refused = refusal !== null && <RefusalWords refusal={refusal} skills={act.view.skills} />;
  return (
    <Form act={act} name="move" refused={refused} hint={t('floor.keepsPlace')}>
      <select
        className="input sm"
        aria-label={t('floor.toQueue')}
        // biome-ignore lint/a11y/noAutofocus: the row was opened by a key or a click to choose here
        autoFocus
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        {others.map((one) => (
          <option key={one.queue} value={one.queue}>
            {say(one.name)}
          </option>
        ))}
      </select>
      <Button
        size="sm"
        kind="primary"
        disabled={pressing || chosen === ''}
        onClick={() => press({ queue: chosen })}
      >
        {t('floor.acts.move')}
      </Button>
    </Form>
  );
}

const priorities = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

function Priority(act: Act) {
  const { t } = useWords();
  const { press, pressing, refusal } = usePress(act.row, 'priority', act.close);
  const [chosen, choose] = useState(Math.min(10, Math.max(0, act.row.priority)));
  const refused = refusal !== null && <RefusalWords refusal={refusal} skills={act.view.skills} />;
  return (
    <Form act={act} name="priority" refused={refused} hint={t('floor.highestFirst')}>
      <select
        className="input sm num"
        aria-label={t('floor.priority')}
        // biome-ignore lint/a11y/noAutofocus: the row was opened by a key or a click to choose here
        autoFocus
        value={chosen}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {priorities.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      <Button
        size="sm"
        kind="primary"
        disabled={pressing || chosen === act.row.priority}
        onClick={() => press({ priority: chosen })}
      >
        {t('floor.set')}
      </Button>
    </Form>
  );
}

const reasons = ['', 'handled', 'unwanted', 'closing'] as const;

function Withdraw(act: Act) {
  const { t } = useWords();
  const { press, pressing, refusal } = usePress(act.row, 'withdraw', act.close);
  const [because, choose] = useState('');
  const refused = refusal !== null && <RefusalWords refusal={refusal} skills={act.view.skills} />;
  return (
    <Form
      act={act}
      name="withdraw"
      refused={refused}
      hint={t(act.row.callback ? 'floor.nobodyCalled' : 'floor.hearsGoodBye')}
    >
      <select
        className="input sm"
        aria-label={t('floor.reason')}
        // biome-ignore lint/a11y/noAutofocus: the row was opened by a key or a click to choose here
        autoFocus
        value={because}
        onChange={(event) => choose(event.target.value)}
      >
        {reasons.map((one) => (
          <option key={one} value={one}>
            {t(`floor.reasons.${one === '' ? 'none' : one}`)}
          </option>
        ))}
      </select>
      <Button size="sm" disabled={pressing} onClick={() => press({ because })}>
        {t('floor.acts.withdraw')}
      </Button>
    </Form>
  );
}
