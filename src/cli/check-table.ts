/** The quality of candle files for a terminal and as JSON: bars, gaps, outliers, silent bars. */
import type { DataCheck, FileCheck } from '../app/candles/check-data.ts';
import { intervalText } from '../market/quality.ts';
import { fixed, isoTime, utcTime } from '../report/format.ts';
import { reasonJson } from '../report/recommendation-json.ts';
import { textTable } from '../report/text-table.ts';

export function fileJson({ summary, issues, ...file }: FileCheck) {
  return {
    ...file,
    summary: summary === undefined ? null : { ...summary, ...timesOf(summary) },
    issues: issues.map(reasonJson),
  };
}

function timesOf({ from, to }: { from: number; to: number }) {
  return { from: isoTime(from), to: isoTime(to) };
}

export function checkTable({ files }: Pick<DataCheck, 'files'>): string {
  const columns = [
    { title: 'file', align: 'left' as const },
    { title: 'fit', align: 'left' as const },
    { title: 'bars' },
    { title: 'every' },
    { title: 'from' },
    { title: 'to' },
    { title: 'gaps' },
    { title: 'missing' },
    { title: 'outliers' },
    { title: 'no volume' },
  ];
  const rows = files.map(({ file, unfit, summary }) => {
    const start = [file, unfit ? 'no' : 'yes'];
    if (summary === undefined) return start;
    const { bars, intervalMs, from, to, gaps, missingBars, outliers, zeroVolumeBars } = summary;
    return [
      ...start,
      fixed(bars, 0),
      intervalText(intervalMs),
      utcTime(from),
      utcTime(to),
      ...[gaps, missingBars, outliers, zeroVolumeBars].map((count) => fixed(count, 0)),
    ];
  });
  return textTable(columns, rows).join('\n');
}
