/** `data import`: copies the fit candle files of a folder into the project. */
import { type DataImport, defaultTarget, importData } from '../../app/candles/import-data.ts';
import { candleTableReader } from '../../compose.ts';
import { fixed, plural } from '../../report/format.ts';
import { reasonJson } from '../../report/recommendation-json.ts';
import { textTable } from '../../report/text-table.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { sayFindings } from '../findings.ts';
import { folderGiven } from '../folder.ts';

export async function run(call: Call): Promise<ExitCode> {
  const from = folderGiven(call.parameter('FROM') ?? '', 'FROM');
  const to = call.text('to') ?? defaultTarget;
  const [quote, interval] = [call.text('quote'), call.text('interval')];
  const { files, refused } = await importData({
    ...{ from, to, readTable: candleTableReader() },
    ...(quote === undefined ? {} : { quote }),
    ...(interval === undefined ? {} : { interval }),
  });
  answer(call, {
    json: () => ({
      schemaVersion: 1,
      ...{ from, to, refused },
      files: files.map((file) => ({ ...file, issues: file.issues.map(reasonJson) })),
    }),
    text: () => textOf(files),
  });
  for (const { outcome, issues } of files) {
    sayFindings(call, issues, outcome === 'refused' ? 'refused' : 'note');
  }
  if (refused === 0) return 0;
  call.say(`ballast: ${plural(refused, 'file')} refused; nothing of them was written to ${to}`);
  return 5;
}

function textOf(files: DataImport['files']): string {
  const columns = [
    { title: 'file', align: 'left' as const },
    { title: 'asset', align: 'left' as const },
    { title: 'outcome', align: 'left' as const },
    { title: 'bars' },
    { title: 'new' },
  ];
  const rows = files.map(({ file, symbol, outcome, bars, addedBars }) => [
    file,
    symbol,
    outcome,
    fixed(bars, 0),
    fixed(addedBars, 0),
  ]);
  return textTable(columns, rows).join('\n');
}
