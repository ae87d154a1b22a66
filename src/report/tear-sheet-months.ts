/** The part of a tear sheet on months: their returns as a heatmap, and the policy against holding in thirds of them. */
import { html, type Markup } from './charts/markup.ts';
import { tableOf } from './charts/table.ts';
import { monthName } from './charts/time-ticks.ts';
import { fixed } from './format.ts';
import { type MonthReturn, yearlyReturns } from './statistics/monthly-returns.ts';
import type { TearSheetFigures } from './tear-sheet-figures.ts';
import { pct, signed } from './tear-sheet-words.ts';

export function monthsSection({ months, thirds }: TearSheetFigures): Markup {
  return html`<section><h2>Months</h2><h3>Return of each month, %</h3><p class="sentence">${monthsSentence(months)}</p>${heatmap(months)}<p class="how">Close to close in UTC, costs included. Darker is further from zero, the accent for gains and grey for losses; * marks a month that the run does not cover whole.</p>${thirdsBlock(thirds)}</section>`;
}

function monthsSentence(months: readonly MonthReturn[]): string {
  const up = months.filter(({ value }) => value > 0).length;
  const sorted = [...months].sort((a, b) => a.value - b.value);
  const [worst, best] = [sorted[0] as MonthReturn, sorted.at(-1) as MonthReturn];
  const name = ({ year, month }: MonthReturn): string => `${monthName(month - 1)} ${year}`;
  return `${up} of ${months.length} months gained; the best was ${name(best)} with ${signed(100 * best.value, 1)} %, the worst ${name(worst)} with ${signed(100 * worst.value, 1)} %.`;
}

const monthNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function heatmap(months: readonly MonthReturn[]): Markup {
  const largest = Math.max(1e-9, ...months.map(({ value }) => Math.abs(value)));
  const rows = yearlyReturns(months).map(({ year, value: total }) => {
    const cells = monthNumbers.map((month) => {
      const found = months.find((entry) => entry.year === year && entry.month === month);
      return found === undefined ? html`<td></td>` : monthCell(found, largest);
    });
    return html`<tr><th scope="row">${year}</th>${cells}<td class="total">${number(total)}</td></tr>`;
  });
  return html`<div class="scroll" role="region" aria-label="Return of each month" tabindex="0"><table class="heat"><caption class="unseen">Return of each month, %</caption><thead><tr><th scope="col"><span class="unseen">Year</span></th>${monthNumbers.map(
    (month) =>
      html`<th scope="col"><abbr title="${monthName(month - 1)}">${monthName(month - 1).slice(0, 1)}<span class="more">${monthName(month - 1).slice(1)}</span></abbr></th>`,
  )}<th scope="col">Year</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Four steps of tone; the number says the rest. */
function monthCell({ value, isWhole }: MonthReturn, largest: number): Markup {
  const step = Math.min(4, Math.ceil((4 * Math.abs(value)) / largest));
  const name = step === 0 ? 'none' : `${value > 0 ? 'gain' : 'loss'}-${step}`;
  return html`<td class="${name}">${number(value)}${isWhole ? null : html`<span class="part">*</span>`}</td>`;
}

/** To a tenth where there is room, whole on a phone. */
function number(value: number): Markup {
  return html`<span class="wide">${signed(100 * value, 1)}</span><span class="narrow">${fixed(100 * value, 0)}</span>`;
}

function thirdsBlock(thirds: TearSheetFigures['thirds']): Markup {
  if (thirds === null) {
    return html`<h3>Against holding</h3><p class="sentence">Fewer than three months, or no holding to compare with: nothing to cut into thirds.</p>`;
  }
  const sentence = thirds
    .map(({ name, aheadPct }) => `${fixed(aheadPct, 0)} % of ${name} months`)
    .join(', ');
  const table = tableOf({
    caption: 'The policy against holding in thirds of the months',
    columns: [
      { title: 'Months', align: 'left' },
      { title: 'Ahead' },
      { title: 'Mean difference a month' },
      { title: 'Standard error' },
      { title: 'Holding returned' },
      { title: 'Count' },
    ],
    rows: thirds.map((third) => [
      third.name,
      pct(third.aheadPct, 0),
      `${signed(third.meanDifferenceBps, 0)} bp`,
      third.standardErrorBps === null ? '–' : `± ${fixed(third.standardErrorBps, 0)} bp`,
      `${signed(third.fromPct, 1)} to ${signed(third.toPct, 1)} %`,
      fixed(third.months, 0),
    ]),
  });
  return html`<h3>Against holding</h3><p class="sentence">Ahead of holding in ${sentence}.</p>${table}<p class="how">Months sorted by the return of holding and cut into thirds. Rebalancing gains where relative prices come back and loses in trends, so the thirds differ by design; a mean within two standard errors of zero shows nothing.</p>`;
}
