/** A dry run: which agents a call like this would get now. It changes nothing. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { Candidates } from '../calls/candidates';
import { SearchWords, StaffWords } from '../calls/still_waiting';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import { dryRun, get } from '../wire/api';
import type { DryRunTold, DryRunWanted, Page, QueueState } from '../wire/types';

const languages = ['mandarin', 'english'] as const;
const tiers = ['gold', 'silver', 'regular', 'new', 'company', 'partner'] as const;

type Wanted = Required<DryRunWanted>;

const nothing: Wanted = {
  language: '',
  tier: '',
  travels_soon: false,
  priority: 0,
  preferred: '',
  waited: 0,
};

export default function DryRunPage() {
  const { t } = useWords();
  const run = useMutation({
    mutationFn: ({ queue, wanted }: { queue: string; wanted: DryRunWanted }) =>
      dryRun(queue, wanted),
  });
  useEffect(() => {
    document.title = t('dryRun.title');
  }, [t]);
  return (
    <main className="page dry-run">
      <h1 className="sr-only">{t('dryRun.title')}</h1>
      <Card title={t('dryRun.title')} end={<span className="xs ink-3">{t('dryRun.changes')}</span>}>
        <Form busy={run.isPending} ask={(queue, wanted) => run.mutate({ queue, wanted })} />
      </Card>
      {run.isError && (
        <p className="note warn" role="alert">
          <Icon name="alert" />
          {t('calls.failed')}
        </p>
      )}
      {run.data !== undefined && <Answer told={run.data} />}
    </main>
  );
}

interface FormWishes {
  busy: boolean;
  ask: (queue: string, wanted: DryRunWanted) => void;
}

function Form({ busy, ask }: FormWishes) {
  const { t, say } = useWords();
  const { data: queues = [] } = useQuery({
    queryKey: ['queues'],
    queryFn: async () => itemsOf(await get<Page<QueueState> | QueueState[]>('/queues')),
  });
  const [chosen, choose] = useState('');
  const [wanted, want] = useState(nothing);
  const queue = chosen || (queues[0]?.queue ?? '');
  const change = (part: Partial<Wanted>) => want({ ...wanted, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (queue !== '') ask(queue, wanted);
  };
  return (
    <form className="body row dry-run-form" onSubmit={submit}>
      <Choice
        label={t('queues.queue')}
        value={queue}
        choose={choose}
        options={queues.map((one) => [one.queue, say(one.name)])}
      />
      <Choice
        label={t('dryRun.language')}
        value={wanted.language}
        choose={(language) => change({ language })}
        options={[
          ['', t('dryRun.any')],
          ...languages.map((one) => [one, t(`language.${one}`)] as const),
        ]}
      />
      <Choice
        label={t('dryRun.tier')}
        value={wanted.tier}
        choose={(tier) => change({ tier })}
        options={[
          ['', t('dryRun.noTier')],
          ...tiers.map((one) => [one, t(`tier.${one}`)] as const),
        ]}
      />
      <Count
        label={t('dryRun.priority')}
        least={-10}
        most={20}
        value={wanted.priority}
        set={(priority) => change({ priority })}
      />
      <Field label={t('dryRun.preferred')}>
        {(id) => (
          <input
            id={id}
            className="input sm num"
            value={wanted.preferred}
            onChange={(event) => change({ preferred: event.currentTarget.value.trim() })}
          />
        )}
      </Field>
      <Count
        label={t('dryRun.waited')}
        least={0}
        most={86_400}
        value={wanted.waited}
        set={(waited) => change({ waited })}
      />
      <Button kind="primary" type="submit" disabled={busy || queue === ''}>
        {t('dryRun.ask')}
      </Button>
    </form>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </span>
  );
}

interface ChoiceWishes {
  label: string;
  value: string;
  choose: (value: string) => void;
  options: readonly (readonly [string, string])[];
}

function Choice({ label, value, choose, options }: ChoiceWishes) {
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          className="input sm filter"
          value={value}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {options.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CountWishes {
  label: string;
  least: number;
  most: number;
  value: number;
  set: (value: number) => void;
}

function Count({ label, least, most, value, set }: CountWishes) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          className="input sm num"
          min={least}
          max={most}
          step={1}
          value={value}
          onChange={(event) => set(Number(event.currentTarget.value))}
        />
      )}
    </Field>
  );
}

function Answer({ told }: { told: DryRunTold }) {
  const { t, say } = useWords();
  const could = told.chances.filter((one) => one.lost === '').length;
  return (
    <Card
      title={say(told.queue_name)}
      count={could}
      end={<span className="xs ink-3">{t('waits.priority', { priority: told.priority })}</span>}
    >
      <div className="body sm">
        {told.shut !== '' && (
          <p className="mark-line c-over">
            <Icon name="alert" />
            {t('dryRun.shut')}
          </p>
        )}
        <p>
          {told.ahead === 0 ? t('waits.next') : t('waits.ahead', { count: told.ahead })}
          {' · '}
          <SearchWords of={told.search} />
        </p>
        <p>
          <StaffWords of={told.staff} />
        </p>
      </div>
      <Candidates rows={told.chances} strategy={told.strategy} />
      {told.more > 0 && <p className="body xs ink-3">{t('dryRun.more', { count: told.more })}</p>}
    </Card>
  );
}

function itemsOf<T>(answer: Page<T> | T[]): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}
