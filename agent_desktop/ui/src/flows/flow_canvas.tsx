/** A flow as a picture: nodes with their counts, and the ways between them with their shares. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { asCount } from '../live/format';
import { Icon } from '../parts/icon';
import type { FlowDrawing, FlowNode, FlowNodeCount, FlowWay } from '../wire/types';
import { type Counts, isMain, mainWays, shareOf } from './flow_figures';
import { exitWord, iconOf, kindWord } from './flow_words';

const margin = 24;
/** Smaller than this nobody can read it: then it scrolls. */
const leastScale = 0.7;

interface CanvasWishes {
  drawing: FlowDrawing;
  counts: Counts;
  fits: boolean;
  chosen: string;
  choose: (node: string) => void;
}

export function FlowCanvas({ drawing, counts, fits, chosen, choose }: CanvasWishes) {
  const { language } = useWords();
  const [width, height] = [drawing.width + 2 * margin, drawing.height + 2 * margin];
  const [frame, scale] = useScale(width, height, fits);
  const main = mainWays(drawing, counts);
  const kinds = new Map(drawing.nodes.map((one) => [one.node, one.kind]));
  return (
    <div className="flow-canvas" ref={frame}>
      <div className="flow-sheet" style={{ width: width * scale, height: height * scale }}>
        <div className="flow-plane" style={{ width, height, transform: `scale(${scale})` }}>
          <svg width={width} height={height} aria-hidden="true">
            <defs>
              <Head id="flow-tip" />
              <Head id="flow-tip-main" />
            </defs>
            <g transform={`translate(${margin} ${margin})`}>
              {drawing.ways.map((way) => (
                <Line key={`${way.source} ${way.target}`} way={way} main={isMain(way, main)} />
              ))}
            </g>
          </svg>
          {drawing.ways.map((way) => (
            <Caption
              key={`${way.source} ${way.target} ${language}`}
              way={way}
              kind={kinds.get(way.source) ?? ''}
              share={shareOf(way, counts)}
              main={isMain(way, main)}
            />
          ))}
          {drawing.nodes.map((node) => (
            <NodeBox
              key={node.node}
              node={node}
              count={counts.get(node.node)}
              chosen={node.node === chosen}
              choose={() => choose(node.node)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** How much smaller the picture is drawn, so that it fits its frame. */
function useScale(width: number, height: number, fits: boolean) {
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const wanted = room.width === 0 ? 1 : Math.min(room.width / width, room.height / height, 1);
  return [frame, fits ? Math.max(wanted, leastScale) : 1] as const;
}

function Head({ id }: { id: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7.5"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path className={id} d="M0 0.5 8 4 0 7.5z" />
    </marker>
  );
}

function Line({ way, main }: { way: FlowWay; main: boolean }) {
  const style = `flow-way ${way.silent ? 'silent' : ''} ${main ? 'main' : ''}`;
  const head = main ? 'url(#flow-tip-main)' : 'url(#flow-tip)';
  return <path className={style} d={way.path} markerEnd={head} />;
}

interface CaptionWishes {
  way: FlowWay;
  kind: string;
  share: number | null;
  main: boolean;
}

/** By what, and of how many of those who left. */
function Caption({ way, kind, share, main }: CaptionWishes) {
  const { t } = useWords();
  const words = way.by
    .filter((by) => by !== 'next' || kind === 'collect')
    .map((by) => exitWord(by, kind, t));
  if (words.length === 0 && share === null) return null;
  const said = words.length > 2 ? `${words.slice(0, 2).join(', ')} …` : words.join(', ');
  return (
    <span
      className={`flow-caption ${main ? 'main' : ''}`}
      style={{ left: way.x + margin, top: way.y + margin }}
      title={words.join(', ')}
    >
      {said !== '' && <b>{said}</b>}
      {share !== null && <Percent of={share} />}
    </span>
  );
}

function Percent({ of }: { of: number }) {
  const { language } = useWords();
  const whole = Math.round(of * 100);
  return <span className="num">{language === 'en' ? `${whole}\u00a0%` : `${whole}%`}</span>;
}

interface NodeWishes {
  node: FlowNode;
  count: FlowNodeCount | undefined;
  chosen: boolean;
  choose: () => void;
}

function NodeBox({ node, count, chosen, choose }: NodeWishes) {
  const { t, say } = useWords();
  const { entered = 0, left = 0, here = 0 } = count ?? {};
  const name = say(node.label);
  const kind = kindWord(node.kind, t);
  return (
    <button
      type="button"
      className={`flow-node ${node.kind} ${entered === 0 && here === 0 ? 'unused' : ''}`}
      style={{
        left: node.x + margin,
        top: node.y + margin,
        width: node.width,
        height: node.height,
      }}
      aria-pressed={chosen}
      aria-label={t('flows.nodeLabel', { name, kind, entered, left, here })}
      onClick={choose}
    >
      <span className="row tight">
        <Icon name={iconOf(node.kind)} size={16} />
        <b className="cut">{name}</b>
      </span>
      <span className="figures">
        <span className="entered">
          {t('flows.today')} <span className="num">{asCount(entered)}</span>
        </span>
        {left > 0 && (
          <span className="left num">
            <Icon name="phone-off" size={12} />
            {asCount(left)}
          </span>
        )}
        <Now here={here} waiting={count?.waiting ?? null} word={t('flows.waiting')} />
      </span>
    </button>
  );
}

/** Who is here; at a queue who waits in it. */
function Now({ here, waiting, word }: { here: number; waiting: number | null; word: string }) {
  const shown: ReactNode[] = [];
  if (here > 0 || waiting === null) shown.push(<Dot key="here" many={here} />);
  if (waiting !== null) shown.push(<Dot key="waiting" many={waiting} word={word} />);
  return <span className="now">{shown}</span>;
}

function Dot({ many, word = '' }: { many: number; word?: string }) {
  return (
    <span className={many > 0 ? 'some' : 'none'}>
      {many > 0 && <i aria-hidden="true" />}
      {word !== '' && `${word} `}
      <span className="num">{asCount(many)}</span>
    </span>
  );
}
