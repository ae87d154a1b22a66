/** The three files of a tear sheet: the page, all its figures as JSON, NAVs and weights by day as CSV. */
import { equityCsv } from './backtest-csv.ts';
import { tearSheet } from './tear-sheet.ts';
import { tearSheetFigures } from './tear-sheet-figures.ts';
import { dailyEquity, tearSheetJson } from './tear-sheet-json.ts';
import type { TearSheetView } from './tear-sheet-view.ts';

/** By the endings of their names. */
export type TearSheetFiles = Readonly<Record<'.html' | '.json' | '.csv', string>>;

export function tearSheetFiles(view: TearSheetView): TearSheetFiles {
  const figures = tearSheetFigures(view);
  return {
    '.html': tearSheet(view, figures),
    '.json': `${JSON.stringify(tearSheetJson(view, figures), null, 2)}\n`,
    '.csv': equityCsv(dailyEquity(view, figures.days)),
  };
}
