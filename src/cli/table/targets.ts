/** The commands that change targets through approval. */
import type { CommandEntry, Option, Parameter } from '../command.ts';
import { modelsOption } from './models.ts';

export const universeOption: Option = {
  name: 'universe',
  value: 'A,B,…',
  description: 'Assets that may be bought beside those of the portfolio.',
  fallback: 'all of the folder or the venue that have 60 days of history by then',
};

const id: Parameter = {
  name: 'ID',
  required: true,
  description: 'The change, or the first letters of its id if they are enough.',
};

const as: Option = {
  name: 'as',
  value: 'NAME',
  description: 'In whose name.',
  fallback: 'the user of this terminal',
};

export const targetCommands: readonly CommandEntry[] = [
  {
    name: 'targets',
    summary: 'the targets in force, since when and by whom, and every change of them',
    description: [
      'The targets of a portfolio on its venue are those of the file, or those of the last approved change that was made from them. When the targets of the file are edited, the change no longer holds.',
    ],
    parameters: [],
    options: [],
    examples: [
      { line: 'bin/ballast targets', says: 'Those of ballast.yaml, and what became of changes.' },
      { line: 'bin/ballast targets --json', says: 'The same for a program.' },
    ],
    exits: [],
    load: () => import('../commands/targets.ts'),
  },
  {
    name: 'targets propose',
    summary: 'proposes what is suggested as a change of targets, which waits for approval',
    description: [
      'Looks for suggestions on the venue as `suggest` does, from the targets in force, and proposes the one with this number: with its sentence, its figures before and after, and a hash. Nothing changes before it is approved. It waits as long as a plan, and takes the place of a proposal that waits.',
      'Where the section `allocation` sets the targets, nothing is proposed.',
    ],
    parameters: [
      {
        name: 'N',
        required: true,
        description: 'The number of the suggestion, as `suggest` lists it: 1, 2 …',
      },
    ],
    options: [universeOption, modelsOption, as],
    examples: [
      { line: 'bin/ballast targets propose 1', says: 'The first suggestion of now.' },
      {
        line: 'bin/ballast targets propose 1 --universe PAXG --as maria',
        says: 'With gold as the only candidate, in the name of maria.',
      },
    ],
    exits: [3, 5],
    load: () => import('../commands/targets-propose.ts'),
  },
  {
    name: 'targets approve',
    summary: 'consents to exactly one change of targets, named by its hash',
    description: [
      'The approval rules of the configuration hold as for plans: `turnover` is half of what the targets move, `planNotional` all of it, `costBps` what that is expected to cost; but one person at least is asked at every level. The last approval puts the targets in force; plans that wait fall away, and the next look goes by the new targets.',
    ],
    parameters: [id],
    options: [
      { name: 'hash', value: 'HASH', required: true, description: 'The whole hash of the change.' },
      as,
    ],
    examples: [
      { line: 'bin/ballast targets approve chg_4f1c --hash 9ae0…', says: 'Both stand below it.' },
    ],
    exits: [3],
    load: () => import('../commands/targets-approve.ts'),
  },
  {
    name: 'targets reject',
    summary: 'turns a change of targets down, or withdraws one that was approved',
    description: [
      'The reason is kept in the audit trail. After a withdrawal the targets of the file are in force again; an asset that the change brought in and that is still held is sold.',
    ],
    parameters: [id],
    options: [
      { name: 'reason', value: 'TEXT', required: true, description: 'Why, in your words.' },
      as,
    ],
    examples: [
      {
        line: 'bin/ballast targets reject chg_4f1c --reason "too much gold"',
        says: 'It is over; propose another.',
      },
    ],
    exits: [3],
    load: () => import('../commands/targets-reject.ts'),
  },
];
