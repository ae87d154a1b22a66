/** `data pull`: candles of an exchange, one file for each asset. */
import { checkData } from '../../app/candles/check-data.ts';
import { defaultTarget } from '../../app/candles/import-data.ts';
import { type FilePull, type PullProgress, pullCandles } from '../../app/candles/pull-candles.ts';
import { ConfigError } from '../../base/errors.ts';
import { openHistory } from '../../compose/candle-history.ts';
import { fixed, plural, utcTime } from '../../report/format.ts';
import { answer } from '../answers.ts';
import { type AskedVenue, venueAsked } from '../asked-venue.ts';
import { checkTable, fileJson } from '../check-table.ts';
import type { Call, ExitCode } from '../command.ts';
import { sayFindings } from '../findings.ts';
import { momentOf } from '../moment.ts';

const progressSteps = 10;

export async function run(call: Call): Promise<ExitCode> {
  const asked = venueAsked(call);
  const directory = call.text('out') ?? defaultTarget;
  const wanted = {
    assets: assetsOf(call, asked),
    quote: call.text('quote') ?? asked.configured?.settings.portfolio.quote ?? 'USDT',
    interval: call.text('interval') ?? '1h',
    ...periodOf(call),
  };
  const attention = { signal: call.signal, say: call.say };
  const history = await openHistory(asked, attention);
  const onProgress = progressTo(call);
  const pulled = await pullCandles(history, { ...wanted, ...attention, directory, onProgress });
  const symbols = pulled.map(({ symbol }) => symbol);
  const check = await checkData({ directory, symbols });
  const files = pulled.map(({ symbol, market, addedBars }) => ({
    ...{ symbol, market, addedBars },
    check: check.files.find((file) => file.symbol === symbol),
  }));
  answer(call, {
    json: () => ({
      schemaVersion: 1,
      ...{ venue: asked.id, quote: wanted.quote, interval: wanted.interval, out: directory },
      files: files.map(({ check: found, ...file }) => ({
        ...file,
        ...(found === undefined ? { summary: null, issues: [], unfit: true } : fileJson(found)),
      })),
    }),
    text: () => checkTable(check),
  });
  for (const { issues, unfit } of check.files) sayFindings(call, issues, unfit ? 'unfit' : 'note');
  const empty = pulled.filter(({ symbol }) => !check.files.some((file) => file.symbol === symbol));
  for (const { symbol } of empty) sayFindings(call, [{ code: 'DATA_MISSING', symbol }], 'unfit');
  return sayRefused(call, pulled) || check.unfit || empty.length > 0 ? 5 : 0;
}

function assetsOf(call: Call, { configured }: AskedVenue): readonly string[] {
  const named = call.text('assets')?.split(',');
  const assets = named?.map((asset) => asset.trim()) ?? configured?.settings.portfolio.symbols;
  if (assets === undefined) {
    throw new ConfigError('--assets is missing: the symbols, such as BTC,ETH');
  }
  const strange = assets.find((asset) => !/^[A-Z0-9]+$/.test(asset));
  if (strange !== undefined) {
    throw new ConfigError(`--assets must be symbols in capitals with commas, was "${strange}"`);
  }
  return [...new Set(assets)];
}

function periodOf(call: Call): { readonly from: number | null; readonly to: number | null } {
  const [from, to] = [momentOf(call, 'from') ?? null, momentOf(call, 'to') ?? null];
  if (from === null || to === null || from < to) return { from, to };
  throw new ConfigError(
    `--from must be before --to, was ${call.text('from')} and ${call.text('to')}`,
  );
}

/** A line for each tenth of a market. */
function progressTo(call: Call): (progress: PullProgress) => void {
  let told = '';
  return ({ market, added, reached, share }) => {
    const step = `${market} ${Math.floor(share * progressSteps)}`;
    if (step === told) return;
    told = step;
    const percent = fixed(100 * share, 0);
    call.say(`${market}: ${percent} %, up to ${utcTime(reached)}, ${fixed(added, 0)} new bars`);
  };
}

/** True where an exchange and a file do not agree, or there was nothing to write. */
function sayRefused(call: Call, pulled: readonly FilePull[]): boolean {
  const refused = pulled.filter((file) => file.refused.length > 0);
  for (const file of refused) sayFindings(call, file.refused, 'refused');
  if (refused.length === 0) return false;
  call.say(`ballast: ${plural(refused.length, 'file')} refused; what they hold was not changed`);
  return true;
}
