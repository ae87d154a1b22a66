/** Mutations that take out one rail each. */
import type { Mutation } from './mutation.ts';

const file = 'src/execution/rails.ts';
const tests = [
  'test/unit/rails-orders.test.ts',
  'test/unit/plan-automatic-caps.test.ts',
  'test/integration/rails-automatic.test.ts',
];

function without(name: string, from: string, to: string, seeds?: number): Mutation {
  return { name, file, from, to, tests, ...(seeds === undefined ? {} : { seeds }) };
}

export const railMutations: readonly Mutation[] = [
  without(
    'any market',
    'return (rails.markets ?? own).includes(symbol)',
    'return (rails.markets ?? own).length >= 0',
  ),
  without(
    'any age of a book',
    'if (now - book.asOf > 1000 * rails.priceAgeSeconds)',
    'if (now - book.asOf > 1e6 * rails.priceAgeSeconds)',
    2_000,
  ),
  without('any spread', 'if (spreadBps > limitBps)', 'if (spreadBps > 1e6 * limitBps)', 2_000),
  without(
    'any price',
    'if (Math.abs(book / other - 1) <= priceDeviation)',
    'if (Math.abs(book / other - 1) <= 1e6 * priceDeviation)',
  ),
  without(
    'any order alone',
    'if (isOver(value / nav, rails.order))',
    'if (isOver(value / nav, 1e6 * rails.order))',
  ),
  without(
    'any plan alone',
    'if (isOver(ofPlan, rails.plan))',
    'if (isOver(ofPlan, 1e6 * rails.plan))',
  ),
  without(
    'any day alone',
    'if (ofPlan > 0 && isOver(ofDay, rails.day))',
    'if (ofPlan > 0 && isOver(ofDay, 1e6 * rails.day))',
  ),
  without(
    'any number of orders alone',
    'if (count > rails.ordersPerDay)',
    'if (count > 1e6 * rails.ordersPerDay)',
  ),
  {
    name: 'a refusal at one look is not heeded',
    file: 'src/execution/advance-leg.ts',
    from: `if (refusal !== null && isPassing(refusal)) return awaitBook(draft, leg, { refusal, now });
  const obstacle = refusal ??`,
    to: 'const obstacle = (refusal !== null && isPassing(refusal) ? undefined : refusal) ??',
    seeds: 2_000,
  },
  {
    name: 'rails are not asked before an order',
    file: 'src/app/execution/permits.ts',
    from: 'return permit ?? (isNext ? (problemOf(leg, day) ?? null) : null);',
    to: 'return permit ?? (isNext && day === null ? (problemOf(leg, day) ?? null) : null);',
    seeds: 2_000,
  },
];
