/** Changes of target weights as they are kept: with their state, their author, and who has approved them. */
import type { TargetChange, TargetChangeState } from '../plan/target-change.ts';

export type TargetChangeRecord = {
  readonly change: TargetChange;
  readonly state: TargetChangeState;
  /** Who asked for it: the name of a key, or `system`. */
  readonly proposer: string;
  /** When the last approval came; kept when something else takes its place. */
  readonly approvedAt: number | null;
};

export type TargetApproval = {
  readonly changeId: string;
  readonly hash: string;
  readonly actor: string;
  readonly at: number;
};

export interface TargetChangeStore {
  /** Keeps a new one as proposed; does nothing and answers false when the id is there already. Errors: the database lets one of an account wait. */
  insert(change: TargetChange, proposer: string): Promise<boolean>;
  get(id: string): Promise<TargetChangeRecord | undefined>;
  /** Newest first by createdAt. */
  list(filter: {
    account: string;
    states?: readonly TargetChangeState[];
    /** Only those older than this change. */
    before?: string;
    limit: number;
  }): Promise<readonly TargetChangeRecord[]>;
  /** Moves it on at a time; false when it was not in `from`. Errors: InvariantError on a forbidden step; the database lets one of an account be approved. */
  move(
    id: string,
    step: { from: TargetChangeState; to: TargetChangeState; at: number },
  ): Promise<boolean>;
  /** Keeps an approval; false when this actor has approved this change already. */
  insertApproval(approval: TargetApproval): Promise<boolean>;
  approvals(changeId: string): Promise<readonly TargetApproval[]>;
}
