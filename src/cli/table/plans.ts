/** The commands that take a portfolio from a look at the market to trades and their report. */
import type { CommandEntry, Option, Parameter } from '../command.ts';
import { modelsOption } from './models.ts';

const id: Parameter = {
  name: 'ID',
  required: true,
  description: 'The recommendation, or the first letters of its id if they are enough.',
};

const as: Option = {
  name: 'as',
  value: 'NAME',
  description: 'In whose name.',
  fallback: 'the user of this terminal',
};

export const planCommands: readonly CommandEntry[] = [
  {
    name: 'recommend',
    summary: 'one recommendation: what to trade now, or why nothing',
    description: [
      'Values the portfolio, forecasts risk, asks the policy and, when a trade is due, makes a plan with its legs, costs and hash. Nothing is traded: a plan waits for approve. The recommendation is kept with its inputs and reasons, also when nothing is due.',
      'With --data and --at it looks at recorded candles as they were at that time: a pure function of configuration, files and the promoted model (if its training had ended by then), with portfolio.holdings (else venue.initialCash) as the holdings and a clock that stands still at T. Asking again gives the same id and the same bytes. Without them it looks at the venue of the configuration.',
    ],
    parameters: [],
    options: [
      { name: 'data', value: 'DIR', description: 'A folder with SYMBOL.csv files; needs --at.' },
      {
        name: 'at',
        value: 'T',
        description:
          'The time of the decision: YYYY-MM-DD, ISO 8601 or epoch ms, UTC; needs --data.',
      },
      modelsOption,
    ],
    examples: [
      { line: 'bin/ballast recommend', says: 'Looks at the venue of ballast.yaml now.' },
      {
        line: 'bin/ballast recommend --data data/candles --at 2023-06-01T00:00:00Z --json',
        says: 'Decides as on 1 June 2023, answered as JSON; the same again gives the same bytes.',
      },
      {
        line: 'bin/ballast recommend --set policy.kind=threshold --set policy.band=3%',
        says: 'Tries another policy without editing the file.',
      },
    ],
    exits: [3, 5, 10],
    load: () => import('../commands/recommend.ts'),
  },
  {
    name: 'approve',
    summary: 'consents to exactly one plan, named by its hash',
    description: [
      'An approval is bound to the hash: to these legs, caps, inputs and settings, until the plan expires. A rule of the configuration may ask for several people; each approves once. At the autonomy levels approve and autonomous the last approval starts the execution.',
      'A plan from files is approved at its own time T, whatever the time is now.',
    ],
    parameters: [id],
    options: [
      { name: 'hash', value: 'HASH', required: true, description: 'The whole hash of the plan.' },
      as,
    ],
    examples: [
      { line: 'bin/ballast approve rec_4f1c --hash 9ae0…', says: 'Both stand below the plan.' },
      {
        line: 'bin/ballast approve rec_4f1c --hash 9ae0… --as maria',
        says: 'One of two people that a rule asks for.',
      },
    ],
    exits: [3, 4, 5],
    load: () => import('../commands/approve.ts'),
  },
  {
    name: 'reject',
    summary: 'turns a plan down, with the reason kept',
    description: [
      'The plan can no longer be approved or executed. The reason is kept in the audit trail.',
    ],
    parameters: [id],
    options: [
      { name: 'reason', value: 'TEXT', required: true, description: 'Why, in your words.' },
      as,
    ],
    examples: [
      {
        line: 'bin/ballast reject rec_4f1c --reason "after the rate decision"',
        says: 'It is over; ask for a new one.',
      },
    ],
    exits: [3, 5],
    load: () => import('../commands/reject.ts'),
  },
  {
    name: 'execute',
    summary: 'trades an approved plan, once',
    description: [
      'Looks at balances and prices again, then places the orders within their caps: sells first, buys from confirmed proceeds. It may be interrupted at any moment: called again, it finds out what became of every order and goes on; nothing is sent twice.',
      'A plan from files trades on a paper account of its own, at the first bar that opens at or after T.',
    ],
    parameters: [id],
    options: [
      { name: 'hash', value: 'HASH', description: 'Executes only if the plan has this hash.' },
      as,
    ],
    examples: [
      {
        line: 'bin/ballast execute rec_4f1c',
        says: 'Settled: exit 0. Partial, halted or failed: exit 4.',
      },
      {
        line: 'bin/ballast execute rec_4f1c --json',
        says: 'Fills, average prices and fees of each leg.',
      },
    ],
    exits: [3, 4, 5],
    load: () => import('../commands/execute.ts'),
  },
  {
    name: 'report',
    summary: 'what a plan came to, or the portfolio since its start',
    description: [
      'With an ID: planned against realised price and cost of each leg, and the reasons. Without: the NAV now, what was traded and what it cost, how often it was decided to trade or not, and what holding the first balances untouched would be worth.',
    ],
    parameters: [{ ...id, required: false }],
    options: [],
    examples: [
      { line: 'bin/ballast report rec_4f1c', says: 'Planned beside realised.' },
      {
        line: 'bin/ballast report',
        says: 'The portfolio of ballast.yaml since its account was opened.',
      },
    ],
    exits: [4, 5],
    load: () => import('../commands/report.ts'),
  },
  {
    name: 'replay',
    summary: 'computes a past recommendation again and compares',
    description: [
      'Takes the recorded inputs (settings, holdings, rules and the archived candles) through the pipeline again. The same recommendation, hash and all: exit 0. Anything else: exit 5 with the first difference.',
    ],
    parameters: [id],
    options: [],
    examples: [
      {
        line: 'bin/ballast replay rec_4f1c',
        says: 'Proves that the plan followed from its inputs.',
      },
    ],
    exits: [5],
    load: () => import('../commands/replay.ts'),
  },
];
