/** A trainee hears her mentor's calls; whoever is heard so sees it, where the house shows it. */
import { useRef } from 'react';
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Card } from '../parts/card';
import { Icon } from '../parts/icon';
import { useClock, useDesk, useDeskState, useView } from './desk_context';
import { RefusalLine } from './refusal_line';

/** Refusals that do not show themselves: whether he is there, and whether he is her mentor. */
const refusals = {
  not_there: 'listen.refused.not_there',
  busy: 'listen.refused.busy',
  not_reachable: 'listen.refused.not_reachable',
} as const;

export function ListenCard() {
  const { t, say } = useWords();
  const listen = useView((view) => view.me.listen);
  if (listen.mentor === '' && listen.agent === '') return null;
  const refused = refusals[listen.refused as keyof typeof refusals];
  return (
    <Card title={t('listen.title')}>
      <div className="body stack">
        <p className="row between">
          <span className="mark-line cut">
            <Icon name="headset" />
            <b className="cut">
              {say(listen.agent === '' ? listen.mentor_name : listen.agent_name)}
            </b>
          </span>
          <Standing />
        </p>
        {listen.agent === '' && listen.mentor_is_there && refused !== undefined && (
          <p className="note warn" role="status">
            <Icon name="info" />
            {t(refused)}
          </p>
        )}
        <Press />
        <RefusalLine of={['listen', 'stop_listening']} />
      </div>
    </Card>
  );
}

/** What she hears, in one word and a clock. */
function Standing() {
  const { t } = useWords();
  const listen = useView((view) => view.me.listen);
  const seconds = useSeconds(useClock(), listen.hears_since);
  if (listen.agent === '') {
    return (
      <span className="sm ink-3">
        {t(listen.mentor_is_there ? 'listen.there' : 'listen.notThere')}
      </span>
    );
  }
  if (listen.hears_since !== null) {
    return (
      <span className="mark-line sm c-talk" role="status">
        <Icon name="vol" />
        {t('listen.hears')} <b className="num">{asClock(seconds)}</b>
      </span>
    );
  }
  if (listen.trouble !== '') {
    return (
      <span className="mark-line sm c-warn" role="status">
        <Icon name="alert" />
        {t(listen.trouble === 'no_free_leg' ? 'listen.noRoom' : 'listen.trouble')}
      </span>
    );
  }
  return (
    <span className="sm ink-3" role="status">
      {t('listen.waits')}
    </span>
  );
}

function Press() {
  const { t } = useWords();
  const desk = useDesk();
  const listen = useView((view) => view.me.listen);
  const offline = useDeskState((state) => state.connection !== 'open');
  // A press without an answer keeps its name, so that pressing again cannot do it twice.
  const name = useRef(crypto.randomUUID());
  const begin = async () => {
    const answer = await desk.press({ do: 'listen', press: name.current });
    if (answer.reason !== 'away') name.current = crypto.randomUUID();
  };
  if (listen.agent !== '') {
    return (
      <Button
        wide
        icon="x"
        disabled={offline}
        onClick={() => void desk.press({ do: 'stop_listening' })}
      >
        {t('listen.stop')}
      </Button>
    );
  }
  return (
    <Button
      wide
      icon="vol"
      disabled={offline || !listen.mentor_is_there}
      onClick={() => void begin()}
    >
      {t('listen.begin')}
    </Button>
  );
}

/** Over her call: somebody learns from it. */
export function HeardBy() {
  const { t, say } = useWords();
  const heardBy = useView((view) => view.me.listen.heard_by);
  if (heardBy.length === 0) return null;
  return (
    <p className="note" role="status">
      <Icon name="headset" />
      {t('listen.heardBy', { who: heardBy.map((one) => say(one)).join(t('listen.and')) })}
    </p>
  );
}
