/** What Ballast wants to be, beside vectorbt and by the clock, and whether it is. */
import type { CommandResult } from './commands.ts';
import { type EntryResult, ownResult, secondsPerBar } from './entries.ts';
import type { Work } from './work.ts';

export type Goal = { readonly name: string; readonly most: number; readonly found: number };

export function goalsOf(
  results: readonly EntryResult[],
  commands: readonly CommandResult[],
): readonly Goal[] {
  const vectorbt = results.find(({ entry }) => entry.name === 'vectorbt') as EntryResult;
  const share = (policy: Work['policy']): number =>
    secondsPerBar(ownResult(results, policy)) / secondsPerBar(vectorbt);
  const backtests = commands.filter(({ name }) => name.startsWith('backtest'));
  const frontier = commands.find(({ name }) => name.startsWith('frontier')) as CommandResult;
  return [
    { name: 'threshold, of the warm time of vectorbt', most: 0.2, found: share('threshold') },
    { name: 'risk-aware, of the warm time of vectorbt', most: 0.5, found: share('risk-aware') },
    {
      name: 'a backtest from cold, s',
      most: 2,
      found: Math.max(...backtests.map(({ seconds }) => seconds.median)),
    },
    {
      name: 'its memory, MB',
      most: 250,
      found: Math.max(...backtests.map(({ peakMb }) => peakMb)),
    },
    {
      name: 'a frontier of 8 policies on two cores, s',
      most: 15,
      found: frontier.seconds.median,
    },
  ];
}
