/** The dialogues with callers: each flow as a picture, with who is at each node now and today. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { FlowCanvas } from '../flows/flow_canvas';
import { FlowInspector } from '../flows/flow_inspector';
import { useCounts, useDrawing, useFlowList } from '../flows/use_flows';
import { useWords } from '../i18n';
import { asCount, asTime } from '../live/format';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { Tabs } from '../parts/tabs';
import type { FlowCountsView, FlowList } from '../wire/types';
import '../flows/flows.css';

export default function FlowsPage() {
  const { t } = useWords();
  const [at, goTo] = useLocation();
  const [chosen, choose] = useState('');
  const [fits, setFits] = useState(true);
  const { data: list } = useFlowList();
  const asked = decodeURIComponent(at.split('/')[2] ?? '');
  const flow = asked || (list?.flows[0]?.flow ?? '');
  const { data: drawing } = useDrawing(flow, list?.version);
  const { counts, stale } = useCounts(flow);
  useEffect(() => {
    document.title = t('flows.title');
  }, [t]);
  const byNode = new Map(counts?.nodes.map((one) => [one.node, one]));
  const node = drawing?.nodes.find((one) => one.node === chosen);
  return (
    <main className={`page flows ${node === undefined ? 'alone-canvas' : ''}`}>
      <h1 className="sr-only">{t('flows.title')}</h1>
      <section className={`card fill flow-card ${stale ? 'stale' : ''}`}>
        <Head
          list={list}
          flow={flow}
          counts={counts}
          choose={(name) => {
            choose('');
            goTo(`/flows/${encodeURIComponent(name)}`);
          }}
        />
        {stale && (
          <p className="note warn" role="alert">
            <Icon name="alert" />
            {t('flows.noAnswer')}
          </p>
        )}
        {list?.flows.length === 0 && <p className="empty">{t('flows.nothing')}</p>}
        {drawing === undefined ? (
          <GreyLines widths={[60, 80, 70]} />
        ) : (
          <FlowCanvas
            drawing={drawing}
            counts={byNode}
            fits={fits}
            chosen={chosen}
            choose={(name) => choose(name === chosen ? '' : name)}
          />
        )}
        <Foot fits={fits} setFits={setFits} />
      </section>
      {node !== undefined && drawing !== undefined && (
        <FlowInspector
          drawing={drawing}
          node={node}
          count={byNode.get(node.node)}
          close={() => choose('')}
        />
      )}
    </main>
  );
}

interface HeadWishes {
  list: FlowList | undefined;
  flow: string;
  counts: FlowCountsView | undefined;
  choose: (flow: string) => void;
}

function Head({ list, flow, counts, choose }: HeadWishes) {
  const { t, language } = useWords();
  return (
    <div className="flow-head">
      <Tabs
        label={t('flows.choose')}
        tabs={(list?.flows ?? []).map((one) => ({
          id: one.flow,
          label: (
            <>
              {one.flow} <span className="xs ink-3 num">{numbersOf(one.numbers)}</span>
            </>
          ),
        }))}
        chosen={flow}
        choose={choose}
      />
      {counts !== undefined && (
        <p className="sm ink-2 end">
          <b className="num c-talk">{asCount(counts.here)}</b> {t('flows.inIt')}
          <span className="ink-3">
            {' · '}
            {t('flows.since', { time: asTime(counts.since, language) })}
            {list !== undefined && ` · ${t('flows.edition', { version: list.version })}`}
          </span>
        </p>
      )}
    </div>
  );
}

/** The first, and whether there are more. */
const numbersOf = ([first, ...more]: readonly string[]) =>
  first === undefined ? '' : more.length === 0 ? first : `${first} +${more.length}`;

function Foot({ fits, setFits }: { fits: boolean; setFits: (fits: boolean) => void }) {
  const { t } = useWords();
  return (
    <footer className="row between">
      <Button size="sm" onClick={() => setFits(!fits)}>
        {fits ? t('flows.actual') : t('flows.fit')}
      </Button>
      <span className="row xs ink-2 flow-legend">
        <span>
          <i className="dot" aria-hidden="true" /> {t('flows.legendHere')}
        </span>
        <span>
          <Icon name="phone-off" size={12} /> {t('flows.legendLeft')}
        </span>
        <span>
          <i className="stroke" aria-hidden="true" /> {t('flows.legendMain')}
        </span>
      </span>
    </footer>
  );
}
