/** `instructions balance`: corrects what an account that a person keeps holds of an asset. */

import { setAdvisoryBalance } from '../../app/execution/instructions.ts';
import { approvedSettings } from '../../app/targets/approved-targets.ts';
import { compare, isDecimal } from '../../base/decimal.ts';
import { ConfigError } from '../../base/errors.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withOwnVenue } from '../own-venue.ts';

export function run(call: Call): Promise<ExitCode> {
  const asset = call.parameter('ASSET') ?? '';
  const quantity = call.parameter('UNITS') ?? '';
  if (!isDecimal(quantity) || compare(quantity, '0') < 0) {
    throw new ConfigError(`UNITS must be a decimal number of at least 0, was "${quantity}"`);
  }
  const actor = actorOf(call);
  return withOwnVenue<ExitCode>(call, async (workspace) => {
    const { quote, symbols } = (await approvedSettings(workspace)).portfolio;
    if (asset !== quote && !symbols.includes(asset)) {
      throw new ConfigError(`ASSET must be one of ${[...symbols, quote].join(', ')}, was ${asset}`);
    }
    const result = await setAdvisoryBalance(workspace, { asset, quantity, actor });
    if (!result.ok) return refuse(call, result.reason);
    answer(call, {
      json: () => ({ schemaVersion: 1, balances: result.value }),
      text: () => `the account holds ${quantity} ${asset} now`,
    });
    return 0;
  });
}
