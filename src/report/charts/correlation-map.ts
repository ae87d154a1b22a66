/**
 * Correlations of all pairs below the diagonal, the names on it: the darker, the more two assets move together. Groups are outlined.
 * Where there is room the numbers stand in the cells; where not, those that move against each other are struck through.
 */
import { html, type Markup } from './markup.ts';
import { across, plotOf, stretched } from './plot.ts';

export type CorrelationMap = {
  readonly title: string;
  /** In the order in which they are drawn. */
  readonly symbols: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  /** Of symbols that follow each other. */
  readonly groups: readonly (readonly string[])[];
  readonly format: (correlation: number) => string;
};

/** Beyond this many assets the numbers do not fit, and rows are lower. */
const mostNumbers = 12;
const [tall, low] = [28, 16];
/** Steps of darkness from nought to one. */
const tints = 5;

export function correlationMap(chart: CorrelationMap): Markup {
  const { symbols, matrix, groups, format } = chart;
  const count = symbols.length;
  const hasNumbers = count <= mostNumbers;
  const rowHeight = hasNumbers ? tall : low;
  const cell = { width: across / count, height: rowHeight };
  const middle = (row: number): number => row * rowHeight + rowHeight / 2 + 4;
  const share = (column: number): string => `${Math.round((10_000 * column) / count) / 100}%`;
  const numbers = hasNumbers
    ? pairsOf(count).map(
        ([i, j]) =>
          html`<text x="${share(j + 0.5)}" y="${middle(i)}">${format(matrix[i]?.[j] as number)}</text>`,
      )
    : [];
  return plotOf(
    { title: chart.title, height: count * rowHeight, right: null },
    stretched(
      count * rowHeight,
      html`<g class="${hasNumbers ? 'apart' : 'joined'}">${tintPaths(matrix, { cell, areJoined: !hasNumbers })}</g>`,
      hasNumbers ? html`` : html`<path class="strike" d="${strikes(matrix, cell)}"/>`,
      ...groups.map((group) => outline(group, symbols, cell)),
    ),
    html`<g class="numbers">${numbers}</g>`,
    html`${symbols.map((symbol, i) => html`<text class="name" x="${share(i)}" dx="6" y="${middle(i)}">${symbol}</text>`)}`,
  );
}

type Cell = { readonly width: number; readonly height: number };

/** Row and column of each pair, below the diagonal. */
function pairsOf(count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: i }, (_, j) => [i, j] as const),
  ).flat();
}

/** One path for all cells of a tint; where there are many, neighbours in a row are joined. */
function tintPaths(
  matrix: CorrelationMap['matrix'],
  { cell, areJoined }: { readonly cell: Cell; readonly areJoined: boolean },
): readonly Markup[] {
  const paths = new Map<string, string>();
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j < i; ) {
      const name = tintOf(matrix[i]?.[j] as number);
      let end = j + 1;
      while (areJoined && end < i && tintOf(matrix[i]?.[end] as number) === name) end++;
      paths.set(name, (paths.get(name) ?? '') + boxOf(i, [j, end], cell));
      j = end;
    }
  }
  return [...paths].map(([name, d]) => html`<path class="${name}" d="${d}"/>`);
}

function boxOf(row: number, [from, to]: readonly [number, number], { width, height }: Cell) {
  const [left, right] = [Math.round(from * width), Math.round(to * width)];
  return `M${left} ${row * height}H${right}v${height}H${left}z`;
}

/** Across the cells of pairs that move against each other. */
function strikes(matrix: CorrelationMap['matrix'], { width, height }: Cell): string {
  return pairsOf(matrix.length)
    .filter(([i, j]) => (matrix[i]?.[j] as number) < 0)
    .map(
      ([i, j]) => `M${Math.round(j * width)} ${(i + 1) * height}l${Math.round(width)} ${-height}`,
    )
    .join('');
}

function tintOf(correlation: number): string {
  if (correlation < 0) return 'against';
  return `tint-${Math.min(tints, 1 + Math.floor(tints * correlation))}`;
}

/** Around the cells of all its pairs, in steps along the diagonal. */
function outline(group: readonly string[], symbols: readonly string[], cell: Cell): Markup {
  const first = symbols.indexOf(group[0] as string);
  const last = first + group.length - 1;
  const x = (column: number): number => Math.round(column * cell.width);
  const y = (row: number): number => row * cell.height;
  let d = `M${x(first)} ${y(first + 1)}V${y(last + 1)}H${x(last)}`;
  for (let row = last; row > first; row--) d += `V${y(row)}H${x(row - 1)}`;
  return html`<path class="together" d="${d}z"><title>${group.join(', ')} move together</title></path>`;
}
