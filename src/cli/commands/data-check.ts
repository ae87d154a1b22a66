/** `data check`: the quality report of a folder with candle files. */
import { checkData } from '../../app/candles/check-data.ts';
import { answer } from '../answers.ts';
import { checkTable, fileJson } from '../check-table.ts';
import type { Call, ExitCode } from '../command.ts';
import { sayFindings } from '../findings.ts';
import { folderGiven } from '../folder.ts';
import { momentOf } from '../moment.ts';

export async function run(call: Call): Promise<ExitCode> {
  const asOf = momentOf(call, 'at');
  const directory = folderGiven(call.parameter('DIR') ?? '', 'DIR');
  const check = await checkData({ directory, ...(asOf === undefined ? {} : { asOf }) });
  answer(call, {
    json: () => ({ schemaVersion: 1, unfit: check.unfit, files: check.files.map(fileJson) }),
    text: () => checkTable(check),
  });
  for (const { issues, unfit } of check.files) sayFindings(call, issues, unfit ? 'unfit' : 'note');
  return check.unfit ? 5 : 0;
}
