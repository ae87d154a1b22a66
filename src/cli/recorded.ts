/** Recorded candles and the time to look at them: --data and --at, which go together. */
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';
import { folderGiven } from './folder.ts';
import { momentOf } from './moment.ts';

/** Undefined when neither was given. Errors: ConfigError when one of the two is missing. */
export function recordedOf(call: Call): { directory: string; at: number } | undefined {
  const data = call.text('data');
  const at = momentOf(call, 'at');
  if (data === undefined && at === undefined) return undefined;
  if (data === undefined) throw new ConfigError('--at needs --data DIR, the recorded candles');
  if (at === undefined) throw new ConfigError('--data needs --at T, the time of the decision');
  return { directory: folderGiven(data, '--data'), at };
}
