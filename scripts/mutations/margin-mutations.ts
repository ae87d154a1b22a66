/** Mutations of what keeps an account on margin from opening what should close, and from holding more than its leverage. */
import type { Mutation } from './mutation.ts';

const execution = ['test/unit/execution-margin.test.ts', 'test/simulation/execution-core.test.ts'];
const planning = ['test/unit/plan-leverage.test.ts', 'test/property/plan-leverage.test.ts'];
const leg = 'src/execution/advance-leg.ts';

export const marginMutations: readonly Mutation[] = [
  {
    name: 'margin: an order that closes does not say so',
    file: leg,
    from: '.reduceOnly === true ? { reduceOnly: true } : {}',
    to: '.reduceOnly === true ? {} : {}',
    tests: execution,
  },
  {
    name: 'margin: the other side is opened before the position is closed',
    file: leg,
    from: '.reduceOnly !== false) return false;',
    to: '.reduceOnly !== undefined) return false;',
    tests: execution,
  },
  {
    name: 'margin: more is closed than there is',
    file: leg,
    from: "(free[base] ?? '0') : maximum(closable, '0')",
    to: "(free[base] ?? '0') : '1000000'",
    tests: execution,
  },
  {
    name: 'margin: sales need no room',
    file: 'src/execution/leg-role.ts',
    from: "return reduceOnly ?? side === 'sell';",
    to: "return reduceOnly === true || side === 'sell';",
    tests: execution,
  },
  {
    name: 'margin: a sale is not held to the price of its order',
    file: leg,
    from: "if (side === 'buy' || terms.reduceOnly !== false) return quantity;",
    to: 'if (side.length > 0 || terms.reduceOnly !== false) return quantity;',
    tests: execution,
  },
  {
    name: 'margin: no leverage in plans',
    file: 'src/plan/fit-leverage.ts',
    from: 'if (opened <= room) return 1;',
    to: 'if (opened <= 1e6 * nav + room) return 1;',
    tests: planning,
  },
  {
    name: 'margin: no split at zero',
    file: 'src/plan/reduce-first.ts',
    from: 'if (market.position * order >= 0)',
    to: 'if (market.position * order >= -1e12)',
    tests: planning,
  },
  {
    name: 'margin: no check of the leverage before a plan is proposed',
    file: 'src/plan/pre-trade.ts',
    from: 'if (gross <= Math.max(leverage,',
    to: 'if (gross <= Math.max(1e6 * leverage,',
    tests: planning,
  },
  {
    name: 'margin: no cap on what losses make of positions',
    file: 'src/policy/leverage-cap.ts',
    from: 'if (leverageOf(weights) <= most)',
    to: 'if (leverageOf(weights) <= 1e6 * most)',
    tests: ['test/unit/policy-margin.test.ts'],
  },
];
