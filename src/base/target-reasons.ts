/** The reason codes of target changes: what a proposal needs, and what ends one that was approved. */
import type { ReasonEntry } from './data-reasons.ts';

export const targetReasons = {
  SUGGESTION_GONE: {
    room: 'approval',
    sentence: 'nothing that is suggested now makes these moves: {moves}',
    meaning:
      'Suggestions follow the forecast of the day and the costs of the moment. Ask for suggestions again and propose one of those.',
  },
  TARGETS_CHANGED: {
    room: 'approval',
    sentence: 'the targets are not those that the change was made from',
    meaning:
      'Another change was approved or withdrawn, or the targets of the file were edited. Propose it anew.',
  },
  TARGETS_BY_ALLOCATOR: {
    room: 'approval',
    sentence:
      'the section allocation sets the targets ({method}); no change of them holds beside it',
    meaning:
      'Changes by approval are for targets that stand in the file. Take the section out of the file, or change its limits there.',
  },
  TARGETS_ON_MARGIN: {
    room: 'approval',
    sentence: 'suggestions and changes of targets know no positions on margin',
    meaning:
      'They spread risk over weights from 0 to 1. Change the targets of a portfolio on margin in its file.',
  },
  TARGETS_OF_FILE: {
    room: 'approval',
    sentence:
      'the targets are those of the file: they were edited there after {change} was approved, which therefore does not hold',
    meaning:
      'A change is bound to the targets that the file had when it was proposed. It holds again when the file has those; rejecting it withdraws it for good.',
  },
} as const satisfies Record<string, ReasonEntry>;
