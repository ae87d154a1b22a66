/** The commands for accounts without an API, whose orders a person carries out. */
import type { CommandEntry, Option } from '../command.ts';

const as: Option = {
  name: 'as',
  value: 'NAME',
  description: 'In whose name.',
  fallback: 'the user of this terminal',
};

export const instructionCommands: readonly CommandEntry[] = [
  {
    name: 'instructions',
    summary: 'what you are to trade by hand, in an account that no program can trade',
    description: [
      'With `venue.mode` advisory an execution sends no orders. It writes an instruction for one leg at a time, sells first, and waits until you have confirmed what was done.',
    ],
    parameters: [],
    options: [],
    examples: [{ line: 'bin/ballast instructions', says: 'One line for each that is open.' }],
    exits: [4, 5],
    load: () => import('../commands/instructions.ts'),
  },
  {
    name: 'instructions confirm',
    summary: 'says what was done of an instruction; the execution goes on',
    description: [
      'What was filled moves the balances of the account, and the next instruction follows. Less than was asked for, or nothing, ends the leg; it is not asked for again before the next recommendation. An instruction is confirmed once.',
    ],
    parameters: [
      {
        name: 'ID',
        required: true,
        description: 'The instruction, or the first letters of its id if they are enough.',
      },
    ],
    options: [
      { name: 'filled', value: 'UNITS', description: 'What was bought or sold; needs --price.' },
      { name: 'price', value: 'PRICE', description: 'Of one, on average, in the quote.' },
      { name: 'fee', value: 'FEE', description: 'In all, in the quote.', fallback: '0' },
      { name: 'none', description: 'Nothing was done.' },
      as,
    ],
    examples: [
      {
        line: 'bin/ballast instructions confirm 7c1f --filled 0.5 --price 19950 --fee 4',
        says: 'Done, a little better than the limit.',
      },
      { line: 'bin/ballast instructions confirm 7c1f --none', says: 'Leave it for this time.' },
    ],
    exits: [3, 4, 5],
    load: () => import('../commands/instructions-confirm.ts'),
  },
  {
    name: 'instructions balance',
    summary: 'corrects what an account that no program can trade holds of an asset',
    description: [
      'Such as after a deposit, a withdrawal, or a trade that Ballast did not ask for. The balance before is kept in the audit trail.',
    ],
    parameters: [
      { name: 'ASSET', required: true, description: 'Such as BTC, or the quote.' },
      { name: 'UNITS', required: true, description: 'What it holds in all.' },
    ],
    options: [as],
    examples: [
      { line: 'bin/ballast instructions balance USDT 45000', says: 'It holds so much now.' },
    ],
    exits: [3, 4, 5],
    load: () => import('../commands/instructions-balance.ts'),
  },
];
