/** What moves together: correlations in the order of clusters, with groups outlined and named. */
import { html } from 'hono/html';
import type { ForecastNow } from '../../src/app/learning/forecast-now.ts';
import { correlationMap } from '../../src/report/charts/correlation-map.ts';
import { correlationSentence, correlationWords, listed } from '../../src/report/forecast-words.ts';
import { type CorrelationFigures, leastTogether } from '../../src/risk/correlation-figures.ts';
import { drawing, figure, numberTable } from './figure.ts';
import type { Html } from './html.ts';

/** A whole matrix of more assets is read by nobody: the nearest and the farthest of each are. */
const mostColumns = 12;

export function correlationSection({ correlations }: ForecastNow): Html {
  if (correlations === null || correlations.symbols.length < 2) return html``;
  const { symbols, matrix, groups } = correlations;
  const chart = correlationMap({
    title: `Correlations of ${listed(symbols)}`,
    ...{ symbols, matrix, groups },
    format: correlationWords,
  });
  const outlined =
    groups.length === 0
      ? ''
      : html`<p class="meta">Outlined, “moves together”: ${groups.map(listed).join('; ')} – each pair at least ${correlationWords(leastTogether)}.</p>`;
  return html`<section aria-labelledby="together-title"><h2 id="together-title">What moves together</h2>
${figure({
  title: 'Correlations',
  sentence: correlationSentence(correlations),
  chart: html`<div class="map">${drawing(chart)}</div>${outlined}`,
  numbers: symbols.length <= mostColumns ? matrixTable(correlations) : nearestTable(correlations),
})}
<p><a href="/suggestions">What would spread risk better</a></p></section>`;
}

function matrixTable({ symbols, matrix }: CorrelationFigures): Html {
  return numberTable({
    caption: 'Correlation of each pair',
    columns: ['', ...symbols],
    rows: matrix.map((row, i) => [symbols[i] as string, ...row.map(correlationWords)]),
  });
}

function nearestTable({ symbols, matrix }: CorrelationFigures): Html {
  const words = (row: readonly number[], j: number) =>
    `${symbols[j]} ${correlationWords(row[j] as number)}`;
  return numberTable({
    caption:
      'Each asset with the one that moves most like it, and the one that moves least like it',
    columns: ['Asset', 'Most', 'Least'],
    rows: matrix.map((row, i) => {
      const others = symbols.map((_, j) => j).filter((j) => j !== i);
      const sorted = others.toSorted((a, b) => (row[b] as number) - (row[a] as number));
      const [most, least] = [sorted[0] as number, sorted.at(-1) as number];
      return [symbols[i] as string, words(row, most), words(row, least)];
    }),
  });
}
