/** Waiting calls of her own queues that she may take herself, where a queue allows it; while ready. */
import { useQuery } from '@tanstack/react-query';
import { RefusalWords } from '../floor/refusal_words';
import { usePress } from '../floor/use_press';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { localNow, noClock, observed, type ServerClock } from '../live/server_clock';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { get } from '../wire/api';
import type { PullView, WaitingRow } from '../wire/types';
import { useView } from './desk_context';

const refreshEvery = 2_000;
/** Where no queue of hers allows it: rules seldom change. */
const looksAgainEvery = 15_000;

interface Told {
  readonly view: PullView;
  readonly clock: ServerClock;
}

export function PullCard() {
  const { t } = useWords();
  const ready = useView((view) => view.me.state === 'idle');
  const { data: told } = useQuery({
    queryKey: ['pullable'],
    queryFn: async ({ signal }): Promise<Told> => {
      const view = await get<PullView>('/waiting', signal);
      return { view, clock: observed(noClock, view.at, localNow()) };
    },
    enabled: ready,
    retry: false,
    refetchInterval: (query) =>
      query.state.data?.view.allowed === true ? refreshEvery : looksAgainEvery,
  });
  if (!ready || told === undefined || told.view.calls.length === 0) return null;
  return (
    <Card title={t('pull.title')} count={told.view.calls.length}>
      <ul className="list pull-list">
        {told.view.calls.map((row) => (
          <Row key={row.call} row={row} told={told} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ row, told }: { row: WaitingRow; told: Told }) {
  const { t, say } = useWords();
  const seconds = useSeconds(told.clock, row.entered_at);
  const { press, pressing, refusal } = usePress(row, 'pull', () => undefined);
  const lacks = refusal?.code === 'skill_missing';
  const who = row.customer_name || row.number || t('customer.withheld');
  return (
    <li>
      <span className="num strong">{asClock(seconds)}</span>
      <span className="grow cut">
        {say(row.queue_name)}
        <span className="xs ink-3 num block cut">{who}</span>
        {refusal !== null && <RefusalWords refusal={refusal} skills={told.view.skills} />}
      </span>
      <Button
        size="sm"
        disabled={pressing}
        aria-label={t('pull.takeWhom', { who })}
        onClick={() => press({ confirmed: lacks })}
      >
        {t(lacks ? 'pull.anyway' : 'pull.take')}
      </Button>
    </li>
  );
}
