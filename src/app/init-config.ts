/** The configuration file that `init` writes: commented, for paper trading on the simulated market, usable at once. */
import { open } from 'node:fs/promises';
import { ConfigError } from '../base/errors.ts';
import { parseConfig } from '../config/load.ts';
import { settingsOf } from '../config/settings.ts';

export type FirstConfig = {
  readonly quote: string;
  /** As a person writes them: `BTC=40%,ETH=30%,cash=30%`. */
  readonly targets: string;
};

export const firstConfig: FirstConfig = { quote: 'USDT', targets: 'BTC=40%,ETH=30%,cash=30%' };

/** Errors: ConfigError when the targets are wrong. */
export function configText({ quote, targets }: FirstConfig): string {
  const pairs = targets.split(',').map((pair) => {
    const [, name, share] = /^\s*([A-Za-z0-9]+)\s*=\s*(\d+(?:\.\d+)?%?)\s*$/.exec(pair) ?? [];
    if (name === undefined || share === undefined) {
      throw new ConfigError(`targets must be like ${firstConfig.targets}, was "${pair.trim()}"`);
    }
    return `${name}: ${share}`;
  });
  const text = template({ quote, targets: pairs.join(', ') });
  // What a person is told to use must be valid.
  settingsOf(parseConfig(text, { file: 'the new configuration' }), 'live');
  return text;
}

/** Errors: ConfigError when the file is there already, or cannot be written. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    const message =
      code === 'EEXIST'
        ? `${file} is there already and was not touched; name another with --file`
        : `${file} cannot be written (${code})`;
    throw new ConfigError(message, { cause });
  }
}

function template({ quote, targets }: FirstConfig): string {
  return `# Ballast: what is held and what it should be, and how it gets there.
# bin/ballast config show lists every setting with its value; docs/reference explains them.
portfolio:
  name: core
  quote: ${quote}                       # currency of account; cash is held in it
  targets: { ${targets} }  # fractions of the portfolio, 100 % in all

# A market that is made up and needs no network; nothing in it is real.
venue: { id: simulated, mode: paper, initialCash: 100000 }

# Trades when the drift costs more than the trade: thresholds follow the forecast of volatility.
# A fixed band instead: { kind: threshold, band: 5% }
policy: { kind: risk-aware, objective: adaptive, tightness: 0.1, eventCostBps: 0.1 }

# What trading costs, in bps (10 bps = 0.1 %). Put the fees of your account here.
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }

# Nothing is traded before one person approves the plan.
approval: { rules: [{ approvers: 1 }] }

# propose: plans wait for you. The schedule is when serve looks (five cron fields, UTC).
autonomy: { level: propose, schedule: "0 * * * *" }
`;
}
