/** Finds a change of targets of the portfolio by its id, or by the first letters of it. */
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import { findByLetters } from '../find-by-letters.ts';
import type { Workspace } from '../workspace.ts';

/** Errors: ConfigError when the account has none, or the letters fit several. */
export function findTargetChange(
  { store, broker }: Workspace,
  id: string,
): Promise<TargetChangeRecord> {
  const { account } = broker;
  return findByLetters(
    {
      ...{ prefix: 'chg_', what: 'target change' },
      async get(exact) {
        const record = await store.targetChanges.get(exact);
        return record?.change.account === account ? record : undefined;
      },
      newest: (limit) => store.targetChanges.list({ account, limit }),
      idOf: ({ change }) => change.id,
    },
    id,
  );
}
