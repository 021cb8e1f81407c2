/**
 * Calling somebody: a number, for which queue, and which of the house's numbers they see.
 *
 * Whether it may be called is the server's to say. Here only while no call has her.
 */
import { type FormEvent, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import type { Dialling } from '../wire/types';
import { useView } from './desk_context';
import { dialNo, useDial, useDialling } from './use_dial';

export const dialField = 'dial-number';

export function DialCard() {
  const dialling = useDialling();
  const may = useView((view) => view.me.state === 'idle' || view.me.state === 'not_ready');
  return dialling !== null && may ? <Form dialling={dialling} /> : null;
}

function Form({ dialling }: { dialling: Dialling }) {
  const { t, say } = useWords();
  const [number, write] = useState('');
  const [chosen, choose] = useState('');
  const [shown, show] = useState('');
  const { dial, pressing, refusal } = useDial();
  const queue = dialling.queues.find((one) => one.queue === chosen) ?? dialling.queues[0];
  if (queue === undefined) return null;
  const seen = queue.numbers.includes(shown) ? shown : (queue.numbers[0] ?? '');
  const go = (event: FormEvent) => {
    event.preventDefault();
    dial({ number: number.trim(), queue: queue.queue, shown: seen });
  };
  return (
    <Card title={t('dial.title')} label={t('dial.title')}>
      <form className="body stack" onSubmit={go}>
        <label className="search-line">
          <Icon name="phone" />
          <input
            id={dialField}
            className="input num"
            type="tel"
            autoComplete="off"
            aria-label={t('dial.number')}
            placeholder={t('dial.hint')}
            maxLength={40}
            value={number}
            onChange={(event) => write(event.target.value)}
          />
        </label>
        {dialling.queues.length > 1 && (
          <Pick
            label={t('dial.queue')}
            value={queue.queue}
            choose={choose}
            choices={dialling.queues.map((one) => [one.queue, say(one.name)])}
          />
        )}
        {queue.numbers.length > 1 && (
          <Pick
            label={t('dial.shown')}
            value={seen}
            choose={show}
            choices={queue.numbers.map((one) => [one, one])}
          />
        )}
        <NotDialled code={refusal} />
        <Button type="submit" wide icon="phone" disabled={pressing || number.trim() === ''}>
          {t('dial.go')}
        </Button>
      </form>
    </Card>
  );
}

interface PickWishes {
  label: string;
  value: string;
  choose: (value: string) => void;
  /** What it is, and what it is called. */
  choices: (readonly [string, string])[];
}

function Pick({ label, value, choose, choices }: PickWishes) {
  return (
    <label className="row between sm">
      <span className="ink-2">{label}</span>
      <select className="input" value={value} onChange={(event) => choose(event.target.value)}>
        {choices.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Why nobody was called. */
export function NotDialled({ code }: { code: string | null }) {
  const { t } = useWords();
  if (code === null) return null;
  return (
    <p className="error-line" role="alert">
      <Icon name="stop" size={14} />
      {t(`dial.refused.${dialNo(code)}`)}
    </p>
  );
}
