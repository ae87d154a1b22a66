/** The engine alone, without reading or printing: how fast it is, how that grows with bars and assets, and its memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, textTable } from '../src/report/text-table.ts';
import { startEngine } from './contestant.ts';
import { benchOptions } from './options.ts';
import {
  exponentOf,
  shownMegabytes,
  shownSeconds,
  type Times,
  threeDigits,
  timesOf,
} from './seconds.ts';
import { exampleWork, type Work, withAssets } from './work.ts';

const { bars, runs, recorded, json } = benchOptions();

const policies = ['threshold', 'risk-aware'] as const;
const shares = [0.25, 0.5, 1, 2, 4];
const assetCounts = [3, 6, 12, 25, 50];
const tenYears = { bars: 87_600, assets: 50, runs: 3 };

type Measured = {
  readonly policy: Work['policy'];
  readonly assets: number;
  readonly bars: number;
  readonly firstSeconds: number;
  readonly seconds: Times;
  readonly events: number;
  readonly peakMb: number | null;
  readonly allocatedBytesPerBar: number;
};

const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));

async function measure(work: Work, count: number): Promise<Measured> {
  const file = join(folder, 'work.json');
  writeFileSync(file, JSON.stringify(work));
  const engine = await startEngine(file);
  const found = [await engine.run()];
  while (found.length < count) found.push(await engine.run());
  const { peakMb, allocatedBytesPerBar = Number.NaN } = await engine.close();
  const [first] = found as [(typeof found)[number]];
  return {
    policy: work.policy,
    assets: work.symbols.length,
    bars: first.bars,
    firstSeconds: engine.opening.firstSeconds,
    seconds: timesOf(found.map(({ seconds }) => seconds)),
    events: first.events,
    ...{ peakMb, allocatedBytesPerBar },
  };
}

const columns: readonly Column[] = [
  { title: 'policy', align: 'left' },
  { title: 'assets' },
  { title: 'bars' },
  { title: 'first' },
  { title: 'median' },
  { title: 'best' },
  { title: 'ns/bar/asset' },
  { title: 'bars × assets/s' },
  { title: 'events' },
  { title: 'memory' },
  { title: 'allocated/bar' },
];

function row(found: Measured): readonly string[] {
  const { median, best } = found.seconds;
  const cells = found.bars * found.assets;
  return [
    found.policy,
    String(found.assets),
    found.bars.toLocaleString('en-GB'),
    shownSeconds(found.firstSeconds),
    shownSeconds(median),
    shownSeconds(best),
    threeDigits((median * 1e9) / cells),
    `${threeDigits(cells / median / 1e6)} million`,
    found.events.toLocaleString('en-GB'),
    shownMegabytes(found.peakMb),
    `${threeDigits(found.allocatedBytesPerBar)} bytes`,
  ];
}

/** Measures each work under each policy and prints one table; the exponents say how the time grows along `sizeOf`. */
async function table(
  title: string,
  works: readonly Work[],
  options: { runs: number; sizeOf?: (found: Measured) => number },
): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  for (const policy of policies) {
    for (const work of works) found.push(await measure({ ...work, policy }, options.runs));
  }
  console.log(`\n${title}\n`);
  for (const line of textTable(columns, found.map(row))) console.log(line);
  const { sizeOf } = options;
  if (sizeOf === undefined) return found;
  for (const policy of policies) {
    const points = found
      .filter((each) => each.policy === policy)
      .map((each) => [sizeOf(each), each.seconds.median] as const);
    console.log(`${policy}: time grows as size^${exponentOf(points).toFixed(2)}`);
  }
  return found;
}

try {
  const example = exampleWork(bars);
  const onRecorded =
    recorded === null
      ? null
      : await table('Recorded candles', [{ ...example, ...recorded }], { runs });
  const growthWithBars = await table(
    'Growth with bars',
    shares.map((share) => exampleWork(Math.round(bars * share))),
    { runs, sizeOf: (found) => found.bars },
  );
  const growthWithAssets = await table(
    'Growth with assets, equal weights',
    assetCounts.map((count) => withAssets(example, count)),
    { runs, sizeOf: (found) => found.assets },
  );
  const long = await table(
    'Ten years of hours, fifty assets',
    [withAssets(exampleWork(tenYears.bars), tenYears.assets)],
    { runs: tenYears.runs },
  );
  if (json !== null) {
    const node = process.version;
    const report = { node, onRecorded, growthWithBars, growthWithAssets, tenYears: long };
    writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
