/** Whom she asks, in the house or outside: where that stands, and what may come of it. */
import { useWords } from '../i18n';
import { asClock } from '../live/format';
import { useSeconds } from '../live/ticking';
import { Button } from '../parts/button';
import { Icon, type IconName } from '../parts/icon';
import type { CallView, ConsultView } from '../wire/types';
import { useClock, useDesk, useDeskState } from './desk_context';
import { RefusalLine } from './refusal_line';

type Step = 'complete' | 'conference' | 'swap' | 'back';

const steps: readonly { step: Step; icon: IconName; kind?: 'primary' }[] = [
  { step: 'complete', icon: 'transfer', kind: 'primary' },
  { step: 'conference', icon: 'users' },
  { step: 'swap', icon: 'swap' },
  { step: 'back', icon: 'left' },
];

export function ConsultCard({ call, consult }: { call: CallView; consult: ConsultView }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const offline = useDeskState((state) => state.connection !== 'open');
  const seconds = useSeconds(useClock(), consult.since);
  const name = say(consult.name);
  const words = consult.outside && consult.state !== 'seeking' ? consult.state : null;
  return (
    <section
      className="card consult-card"
      aria-label={t(consult.outside ? 'consult.outside.title' : 'consult.title')}
    >
      <div className="row between">
        <span className="pill tone-talk">
          <Icon name="users" size={14} />
          {t(words === null ? `consult.state.${consult.state}` : `consult.outside.state.${words}`)}
        </span>
        <b className="num">{asClock(seconds)}</b>
      </div>
      <p className="cut">
        {consult.outside ? (
          <b className="num">{consult.number}</b>
        ) : (
          <b>{name === '' ? say(consult.queue_name) : name}</b>
        )}
        {name !== '' && <span className="num ink-2"> {consult.agent}</span>}
      </p>
      <p className="xs ink-2" role="status">
        {t(words === null ? `consult.who.${consult.state}` : `consult.outside.who.${words}`)}
      </p>
      <div className="consult-steps">
        {steps
          .filter(({ step }) => call.may.includes(step))
          .map(({ step, icon, kind }) => (
            <Button
              key={step}
              icon={icon}
              {...(kind === undefined ? {} : { kind })}
              disabled={offline}
              onClick={() => void desk.press({ do: 'consult_step', call: call.call, step })}
            >
              {t(`consult.step.${step}`)}
            </Button>
          ))}
      </div>
      <RefusalLine of={['consult_step']} />
    </section>
  );
}
