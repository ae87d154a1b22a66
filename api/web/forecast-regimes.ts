/** Calm and turbulent times of the last year, as they were known on each day. */
import { html } from 'hono/html';
import type { ForecastNow } from '../../src/app/learning/forecast-now.ts';
import {
  pastYearMs,
  type RegimeOutlook,
  turbulenceDays,
} from '../../src/learning/outlook/regime-outlook.ts';
import { regimeStrip } from '../../src/report/charts/regime-strip.ts';
import { percentWords, regimeSentence } from '../../src/report/forecast-words.ts';
import { drawing, figure, numberTable } from './figure.ts';
import type { Html } from './html.ts';

type Row = { readonly symbol: string; readonly regime: RegimeOutlook };

export function regimeSection({ assets, asOf }: ForecastNow): Html {
  const rows = assets.flatMap(({ symbol, regime }): Row[] =>
    regime === null ? [] : [{ symbol, regime }],
  );
  if (rows.length === 0 || asOf === null) return html``;
  const chart = regimeStrip({
    title: 'Calm and turbulent days of the last year',
    rows: rows.map(({ symbol, regime }) => ({
      name: symbol,
      now: regime.turbulence === null ? '' : percentWords(regime.turbulence),
      days: regime.past,
    })),
    time: { from: asOf - pastYearMs, to: asOf },
  });
  return html`<section aria-labelledby="regime-title"><h2 id="regime-title">Calm and turbulent times</h2>
${figure({
  title: 'The last year',
  sentence: `${regimeSentence(rows)} At the right how likely it is that the next ${turbulenceDays} days are more volatile than is usual for the asset: turbulent from 60 % on, calm again from 40 % down.`,
  chart: html`<p class="key" aria-hidden="true"><span class="key-turbulent">turbulent</span> <span class="key-calm">calm</span></p><div class="strips">${drawing(chart)}</div>`,
  numbers: regimeTable(rows),
})}</section>`;
}

function regimeTable(rows: readonly Row[]): Html {
  return numberTable({
    caption: 'Now and over the last year; the trend looks back',
    columns: ['Asset', 'Now', 'Probability', 'Turbulent days', 'of', 'Trend'],
    rows: rows.map(({ symbol, regime }) => {
      const { past, turbulence, trend } = regime;
      const known = past.filter((day) => day.regime !== null);
      return [
        symbol,
        regime.regime ?? 'not known',
        turbulence === null ? '–' : percentWords(turbulence),
        String(known.filter((day) => day.regime === 'turbulent').length),
        String(known.length),
        trend ?? 'not known',
      ];
    }),
  });
}
