/** One node of a flow: what it says in each language, where callers go, and who is there now. */
import { Link } from 'wouter';
import { useWords } from '../i18n';
import { asCount, asShare, asTime } from '../live/format';
import { Icon } from '../parts/icon';
import type { FlowCaller, FlowDrawing, FlowNode, FlowNodeCount, FlowWords } from '../wire/types';
import { leftInAll } from './flow_figures';
import { detailWord, exitWord, iconOf, kindWord, whenWord } from './flow_words';

interface InspectorWishes {
  drawing: FlowDrawing;
  node: FlowNode;
  count: FlowNodeCount | undefined;
  close: () => void;
}

export function FlowInspector({ drawing, node, count, close }: InspectorWishes) {
  const { t, say } = useWords();
  return (
    <section className="card fill flow-inspector" aria-label={say(node.label)}>
      <header>
        <Icon name={iconOf(node.kind)} />
        <h2 className="cut">{say(node.label)}</h2>
        <span className="xs ink-3">{kindWord(node.kind, t)}</span>
        <button
          type="button"
          className="btn quiet sm icon-only end"
          aria-label={t('flows.close')}
          onClick={close}
        >
          <Icon name="x" />
        </button>
      </header>
      <div className="scrolls">
        <Figures count={count} />
        <Details node={node} />
        {node.words.length > 0 && (
          <div className="body part">
            <h3>{t('flows.says')}</h3>
            {node.words.map((one) => (
              <Said key={one.when} words={one} />
            ))}
          </div>
        )}
        <Exits drawing={drawing} node={node} count={count} />
        <Callers count={count} />
      </div>
    </section>
  );
}

function Figures({ count }: { count: FlowNodeCount | undefined }) {
  const { t } = useWords();
  const figures = [
    [t('flows.here'), count?.here ?? 0],
    [t('flows.today'), count?.entered ?? 0],
    [t('flows.left'), count?.left ?? 0],
  ] as const;
  return (
    <dl className="flow-figures">
      {figures.map(([word, figure]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd className="num">{asCount(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Details({ node }: { node: FlowNode }) {
  const { t } = useWords();
  if (node.details.length === 0) return null;
  return (
    <dl className="flow-details">
      {node.details.map((one) => (
        <div key={one.name}>
          <dt>{detailWord(one.name, t)}</dt>
          <dd className="num">{one.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Said({ words }: { words: FlowWords }) {
  const { t } = useWords();
  return (
    <>
      {words.when !== 'always' && <p className="xs ink-3">{whenWord(words.when, t)}</p>}
      {Object.entries(words.texts).map(([language, text]) => (
        <div key={language} className="flow-said">
          <span className="xs ink-3">
            {t(`language.${language}` as 'language.english', { defaultValue: language })}
          </span>
          <p lang={language === 'mandarin' ? 'zh-CN' : language === 'english' ? 'en' : undefined}>
            {text}
          </p>
        </div>
      ))}
    </>
  );
}

function Exits({ drawing, node, count }: Omit<InspectorWishes, 'close'>) {
  const { t, say, language } = useWords();
  const all = leftInAll(count);
  const labels = new Map(drawing.nodes.map((one) => [one.node, one.label]));
  const share = (many: number) => asShare(all === 0 ? null : many / all, language);
  if (node.exits.length === 0) {
    return <p className="body part sm ink-3">{t('flows.noExits')}</p>;
  }
  return (
    <table className="table dense flow-exits">
      <thead>
        <tr>
          <th>{t('flows.by')}</th>
          <th>{t('flows.to')}</th>
          <th className="n">{t('flows.count')}</th>
          <th className="n">{t('flows.share')}</th>
        </tr>
      </thead>
      <tbody>
        {node.exits.map(({ by, target, asks }) => (
          <tr key={by}>
            <td title={asks}>
              {by.startsWith('key ') ? (
                <kbd>{by.slice(4)}</kbd>
              ) : (
                <span className="sm">{exitWord(by, node.kind, t)}</span>
              )}
              {asks !== '' && <span className="xs ink-3 asks">{asks}</span>}
            </td>
            <td className="cut">
              <Icon name="right" size={12} /> {say(labels.get(target)) || target}
            </td>
            <td className="n num">{asCount(count?.exits[by] ?? 0)}</td>
            <td className="n num">{share(count?.exits[by] ?? 0)}</td>
          </tr>
        ))}
        <tr>
          <td>
            <Icon name="phone-off" size={14} />
          </td>
          <td className="cut">{t('flows.left')}</td>
          <td className="n num">{asCount(count?.left ?? 0)}</td>
          <td className="n num">{share(count?.left ?? 0)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Callers({ count }: { count: FlowNodeCount | undefined }) {
  const { t } = useWords();
  const callers = count?.callers ?? [];
  const more = (count?.here ?? 0) - callers.length;
  return (
    <div className="body part">
      <h3>{t('flows.here')}</h3>
      {callers.length === 0 && <p className="sm ink-3">{t('flows.nobodyHere')}</p>}
      <ul>
        {callers.map((one) => (
          <Caller key={one.call} caller={one} />
        ))}
      </ul>
      {more > 0 && <p className="xs ink-3">{t('flows.more', { count: more })}</p>}
    </div>
  );
}

function Caller({ caller }: { caller: FlowCaller }) {
  const { t, language } = useWords();
  return (
    <li className="row between flow-caller">
      <Link href={`/calls/${encodeURIComponent(caller.call)}`} className="num">
        {caller.number || t('flows.withheld')}
      </Link>
      <span className="num ink-3 sm">{asTime(caller.since, language, true)}</span>
    </li>
  );
}
