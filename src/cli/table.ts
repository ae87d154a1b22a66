/** The command table: all commands in the order in which help lists them. */
import type { CommandEntry } from './command.ts';
import { allocationCommands } from './table/allocation.ts';
import { dataCommands } from './table/data.ts';
import { instructionCommands } from './table/instructions.ts';
import { learningCommands } from './table/learning.ts';
import { modelCommands } from './table/models.ts';
import { planCommands } from './table/plans.ts';
import { researchCommands } from './table/research.ts';
import { safetyCommands } from './table/safety.ts';
import { targetCommands } from './table/targets.ts';
import { upkeepCommands } from './table/upkeep.ts';

export const commandTable: readonly CommandEntry[] = [
  ...planCommands,
  ...instructionCommands,
  ...safetyCommands,
  ...researchCommands,
  ...dataCommands,
  ...learningCommands,
  ...targetCommands,
  ...allocationCommands,
  ...modelCommands,
  ...upkeepCommands,
];
