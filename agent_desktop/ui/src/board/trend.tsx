/** The service level of the last hours as a line, with the target dashed behind it. */
interface TrendWishes {
  points: readonly (number | null)[];
  target: number;
  tone: string;
  label: string;
}

const width = 470;
const height = 168;
const room = 12;

export function Trend({ points, target, tone, label }: TrendWishes) {
  const known = points.filter((one) => one !== null);
  const low = Math.max(0, Math.min(target, ...known) - 0.05);
  const high = Math.min(1, Math.max(target, ...known) + 0.02);
  const x = (at: number) => (at / Math.max(1, points.length - 1)) * (width - room);
  const y = (share: number) => room + (1 - (share - low) / (high - low)) * (height - 2 * room);
  const last = points.findLastIndex((one) => one !== null);
  const lastShare = points[last];
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <line className="trend-target" x1="0" x2={width} y1={y(target)} y2={y(target)} />
      <path className="trend-line" d={pathOf(points, x, y)} />
      {lastShare !== null && lastShare !== undefined && (
        <circle className={`trend-now c-${tone}`} cx={x(last)} cy={y(lastShare)} r="9" />
      )}
    </svg>
  );
}

/** One line, broken where there was nothing to measure. */
function pathOf(
  points: readonly (number | null)[],
  x: (at: number) => number,
  y: (share: number) => number,
): string {
  let path = '';
  let pen = false;
  for (const [at, share] of points.entries()) {
    if (share === null) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${x(at).toFixed(1)} ${y(share).toFixed(1)} `;
    pen = true;
  }
  return path.trim();
}
