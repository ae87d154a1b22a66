/**
 * The tear sheet of a backtest: one HTML page that needs nothing else, no script, no font, no network. Every chart has a title,
 * a sentence drawn from its numbers, and the same in a table.
 */
import { html } from './charts/markup.ts';
import { benchmarksSection } from './tear-sheet-benchmarks.ts';
import { equitySection } from './tear-sheet-equity.ts';
import { tearSheetFigures } from './tear-sheet-figures.ts';
import { figuresBlock, headerBlock } from './tear-sheet-headline.ts';
import { monthsSection } from './tear-sheet-months.ts';
import { rollingSection } from './tear-sheet-rolling.ts';
import { tearSheetStyle } from './tear-sheet-style.ts';
import { tradesSection } from './tear-sheet-trades.ts';
import type { TearSheetView } from './tear-sheet-view.ts';
import { weightsSection } from './tear-sheet-weights.ts';

export function tearSheet(view: TearSheetView, figures = tearSheetFigures(view)): string {
  const title = `${view.settings.portfolio.name}, ${view.policy}: backtest`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: tearSheetStyle }}</style>
</head>
<body>
<main>
${[
  headerBlock(view, figures),
  figuresBlock(view, figures),
  benchmarksSection(view, figures),
  equitySection(view, figures),
  weightsSection(view),
  tradesSection(view),
  monthsSection(figures),
  rollingSection(view, figures),
]}
</main>
</body>
</html>
`.markup;
}
