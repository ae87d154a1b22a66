/** `data check`: the quality report of a folder with candle files. */
import { checkData, type DataCheck } from '../../app/check-data.ts';
import { intervalText } from '../../market/quality.ts';
import { fixed, isoTime, utcTime } from '../../report/format.ts';
import { reasonJson } from '../../report/recommendation-json.ts';
import { textTable } from '../../report/text-table.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { sayFindings } from '../findings.ts';
import { folderGiven } from '../folder.ts';
import { momentOf } from '../moment.ts';

export async function run(call: Call): Promise<ExitCode> {
  const asOf = momentOf(call, 'at');
  const directory = folderGiven(call.parameter('DIR') ?? '', 'DIR');
  const check = await checkData({ directory, ...(asOf === undefined ? {} : { asOf }) });
  answer(call, { json: () => jsonOf(check), text: () => textOf(check) });
  for (const { issues, unfit } of check.files) sayFindings(call, issues, unfit ? 'unfit' : 'note');
  return check.unfit ? 5 : 0;
}

function jsonOf({ files, unfit }: DataCheck) {
  return {
    schemaVersion: 1,
    unfit,
    files: files.map(({ summary, issues, ...file }) => ({
      ...file,
      summary: summary === undefined ? null : { ...summary, ...timesOf(summary) },
      issues: issues.map(reasonJson),
    })),
  };
}

function timesOf({ from, to }: { from: number; to: number }) {
  return { from: isoTime(from), to: isoTime(to) };
}

function textOf({ files }: DataCheck): string {
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
