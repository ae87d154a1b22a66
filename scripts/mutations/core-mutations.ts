/** Mutations of what keeps orders from being sent twice, too late, or for more than was approved. */
import type { Mutation } from './mutation.ts';

const seeds = 4_000;
const unit = ['test/unit/execution-step.test.ts', 'test/unit/execution-unclear.test.ts'];

export const coreMutations: readonly Mutation[] = [
  {
    name: 'no record before a send',
    file: 'src/app/execution/journal.ts',
    from: `      await executions.insertAttempt(record.attempt);
      return append('AttemptStarted', record.attempt);`,
    to: '      return;',
    seeds,
  },
  {
    name: 'no fence',
    file: 'src/execution/execution-limits.ts',
    from: '  fenceMs: 15_000,',
    to: '  fenceMs: -5_000,',
    seeds,
    tests: unit,
  },
  {
    name: 'no longer fence for a venue in trouble',
    file: 'src/execution/execution-limits.ts',
    from: '  degradedFenceMs: 90_000,',
    to: '  degradedFenceMs: 15_000,',
    seeds,
    tests: unit,
  },
  {
    name: 'no longer fence after a restart',
    file: 'src/execution/absorb.ts',
    from: '{ ...attempt.evidence, degraded: true }',
    to: 'attempt.evidence',
    tests: ['test/simulation/execution-single-faults.test.ts', ...unit],
  },
  {
    name: 'one read instead of three',
    file: 'src/execution/execution-limits.ts',
    from: '  notFoundReads: 3,',
    to: '  notFoundReads: 1,',
    tests: unit,
  },
  {
    name: 'two open attempts of a leg may be kept',
    file: 'src/adapters/store/migrations/0001-first-tables.ts',
    from: 'create unique index attempts_open',
    to: 'create index attempts_open',
    tests: ['test/contract/store-sqlite.test.ts'],
  },
  {
    name: 'a lease is prolonged by whoever held it before',
    file: 'src/adapters/store/leases.ts',
    from: `    .where('holder', '=', holder)
    .where('epoch', '=', epoch),`,
    to: '    .set({ holder, epoch }),',
    tests: ['test/contract/store-sqlite.test.ts'],
  },
  {
    name: 'client order ids by chance',
    file: 'src/execution/client-order-id.ts',
    from: `\${place.number}\``,
    to: `\${Math.random()}\``,
    tests: ['test/property/execution-invariants.test.ts'],
  },
  {
    name: 'a driver writes without its lease',
    file: 'src/app/execution/drive.ts',
    from: 'if (!(await lease.renew(session))) return undefined;',
    to: 'await lease.renew(session);',
    seeds,
  },
  {
    name: 'signed when sent',
    file: 'src/app/execution/carry-out.ts',
    from: `submit({ broker, market }: Workspace, order: OrderRequest): Promise<Outcome> {
  const { clientOrderId } = order;
  try {
    const outcome = await broker.submit(order);`,
    to: `submit({ broker, market, clock }: Workspace, order: OrderRequest): Promise<Outcome> {
  const { clientOrderId } = order;
  try {
    const outcome = await broker.submit({ ...order, signedAt: clock.now() });`,
    seeds,
  },
  {
    name: 'the kill switch is not read',
    file: 'src/execution/permit.ts',
    from: "const state = isKilled ? 'halted' : trading.state;",
    to: "const state = isKilled ? 'active' : 'active';",
    seeds,
  },
  {
    name: 'an execution of before the halt goes on after it',
    file: 'src/execution/permit.ts',
    from: "const state = isKilled ? 'halted' : trading.state;",
    to: 'const state = isKilled ? trading.state : trading.state;',
    seeds,
  },
  {
    name: 'balances speak for nothing',
    file: 'src/execution/negative-evidence.ts',
    from: 'if (base !== sign || quote !== -sign) return undefined;',
    to: 'if (base !== sign || quote !== sign) return undefined;',
    seeds,
    tests: unit,
  },
  {
    name: 'trades speak for nothing',
    file: 'src/execution/negative-evidence.ts',
    from: 'if (trade !== undefined)',
    to: 'if (trade?.tradeId === null)',
    seeds,
    tests: unit,
  },
  {
    name: 'balances that lag are taken as they are',
    file: 'src/execution/balance-lag.ts',
    from: "return compare(total[leg.base] ?? '0', expected) !== 0;",
    to: 'return false;',
    tests: ['test/unit/execution-waiting.test.ts'],
  },
  {
    name: 'sent again after an error',
    file: 'src/app/execution/carry-out.ts',
    from: 'const outcome = await broker.submit(order);',
    to: 'const outcome = await broker.submit(order).catch(() => broker.submit(order));',
    seeds,
  },
  {
    name: 'an unanswered order counts as refused',
    file: 'src/app/execution/carry-out.ts',
    from: "return { event: { kind: 'unanswered', clientOrderId, degraded } };",
    to: "return { event: { kind: 'rejected', clientOrderId, cause: String(degraded), retryAfterMs: 1 } };",
    seeds,
  },
  {
    name: 'an order is over before all its fills are told',
    file: 'src/execution/absorb.ts',
    from: "status === 'closed' && isWhole",
    to: "status === 'closed' && (isWhole || true)",
    seeds,
    tests: unit,
  },
  {
    name: 'a fill counts as often as it is told',
    file: 'src/execution/draft.ts',
    from: 'if (isBooked(draft.state, fill)) return;',
    to: '',
    seeds,
  },
  {
    name: 'a restart believes that nothing was sent',
    file: 'src/execution/absorb.ts',
    from: "    if (attempt.state !== 'sending') continue;\n    moveAttempt(draft, attempt, { to: 'unknown' });",
    to: "    if (attempt.state !== 'sending') continue;\n    moveAttempt(draft, attempt, { to: 'rejected' });",
    seeds,
  },
  {
    name: 'a cut of buys without its event',
    file: 'src/app/execution/journal.ts',
    from: "return append('LegCut', record.leg);",
    to: 'return;',
    seeds,
  },
];
