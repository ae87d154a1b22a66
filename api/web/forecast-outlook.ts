/** Volatility of each asset as a fan: the last 30 days as they were, the next 30 with their ranges. */
import { html } from 'hono/html';
import type { AssetForecast, ForecastNow } from '../../src/app/learning/forecast-now.ts';
import type { Ahead } from '../../src/learning/outlook/volatility-outlook.ts';
import { type FanRange, fanChart } from '../../src/report/charts/fan-chart.ts';
import { outlookSentence, percentWords, rangeWords } from '../../src/report/forecast-words.ts';
import { fixed } from '../../src/report/format.ts';
import { drawing, figure, numberTable } from './figure.ts';
import type { Html } from './html.ts';

/** More would be a heavy page; the table has all. */
const mostFans = 6;
const shownDays: readonly number[] = [1, 7, 30];
const sentenceDays = 7;

export function outlookSection({ assets }: ForecastNow): Html {
  const fans = assets.slice(0, mostFans);
  const rest = assets.length - fans.length;
  return html`<section aria-labelledby="outlook-title"><h2 id="outlook-title">How volatile the next days may be</h2>
<p class="key" aria-hidden="true"><span class="key-past">each day so far</span> <span class="key-mean">expected, on average from now to that day</span> <span class="key-50">half of the outcomes</span> <span class="key-90">nine of ten</span></p>
<p class="sentence">Left of now each day by itself, right of it the average from now up to that day. What is expected is a mean: in calm times most outcomes lie below it.</p>
<div class="fans">${fans.map(fan)}</div>
${rest === 0 ? '' : html`<p class="meta">The first ${mostFans} assets of the configuration; all ${assets.length} are in the numbers.</p>`}
<details><summary>In numbers</summary>${aheadTable(assets)}${pastTable(assets)}</details></section>`;
}

function fan({ symbol, past, ahead }: AssetForecast): Html {
  const rangeOf = (of: 'vol50' | 'vol90'): readonly FanRange[] =>
    ahead.flatMap((day) => (day[of] === null ? [] : [{ days: day.days, ...day[of] }]));
  const chart = fanChart({
    title: `Volatility of ${symbol}: the last 30 days and the next 30`,
    past: past.volAnnual,
    ahead: ahead.map(({ days, volAnnual }) => ({ days, value: volAnnual })),
    range50: rangeOf('vol50'),
    range90: rangeOf('vol90'),
    format: (vol) => `${fixed(100 * vol, 0)} %`,
  });
  const week = ahead[sentenceDays - 1] as Ahead;
  return figure({
    title: symbol,
    sentence: outlookSentence(past, week),
    chart: drawing(chart),
  });
}

function aheadTable(assets: readonly AssetForecast[]): Html {
  return numberTable({
    caption: 'Volatility a year, and the return nine times out of ten',
    columns: ['Asset', 'Days ahead', 'Expected', 'Half', 'Nine of ten', 'Return'],
    rows: assets.flatMap(({ symbol, ahead }) =>
      shownDays.map((days) => {
        const { volAnnual, vol50, vol90, return90 } = ahead[days - 1] as Ahead;
        const ranges = [vol50, vol90, return90].map(rangeWords);
        return [symbol, String(days), percentWords(volAnnual), ...ranges];
      }),
    ),
  });
}

function pastTable(assets: readonly AssetForecast[]): Html {
  return numberTable({
    caption: 'Volatility a year of the last 30 days, in %',
    columns: ['Asset', 'Together', 'Day by day, the last one last'],
    rows: assets.map(({ symbol, past }) => [
      symbol,
      past.together === null ? '–' : fixed(100 * past.together, 0),
      past.volAnnual.map((vol) => (vol === null ? '–' : fixed(100 * vol, 0))).join(' '),
    ]),
  });
}
