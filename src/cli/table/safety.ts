/** The commands that stop trading, let it begin again, and settle what only a person can. */
import type { CommandEntry, Option } from '../command.ts';

const as: Option = {
  name: 'as',
  value: 'NAME',
  description: 'In whose name.',
  fallback: 'the user of this terminal',
};

const why: Option = {
  name: 'reason',
  value: 'TEXT',
  description: 'Why, in your words; kept in the audit trail.',
};

const reason: Option = { ...why, required: true };

export const safetyCommands: readonly CommandEntry[] = [
  {
    name: 'halt',
    summary: 'stops all trading at once',
    description: [
      'The kill switch, for every portfolio of the state folder. From the moment that it answers no new order leaves, whichever process trades. Orders that rest at a venue are cancelled by the process that drives them, or at its next start. Nothing is liquidated. All plans that wait are rejected, so that no approval given before counts afterwards.',
      'It needs neither a configuration nor a venue. Recommendations are still made, and none can be approved or executed until `resume`.',
    ],
    parameters: [],
    options: [
      why,
      { name: 'reducing', description: 'Lets sells leave, and no buys; plans stay.' },
      as,
    ],
    examples: [
      { line: 'bin/ballast halt', says: 'Stops everything.' },
      {
        line: 'bin/ballast halt --reducing --reason "the venue looks shaky"',
        says: 'Sells only from now on.',
      },
    ],
    exits: [3],
    load: () => import('../commands/halt.ts'),
  },
  {
    name: 'resume',
    summary: 'lets trading begin again, with a reason',
    description: [
      'Executions that were stopped stay as they ended. Ask for a new recommendation to go on.',
    ],
    parameters: [],
    options: [reason, as],
    examples: [
      { line: 'bin/ballast resume --reason "keys renewed"', says: 'Plans can be approved again.' },
    ],
    exits: [],
    load: () => import('../commands/resume.ts'),
  },
  {
    name: 'resolve',
    summary: 'settles an order whose outcome the venue did not tell',
    description: [
      'Such an order blocks its account. Look at the account at the venue first. Then this asks the venue once more: an order that is closed there is booked with its fills, one that is open is cancelled, and one that is not found counts as never taken only if you say --absent and nothing speaks against it. Afterwards the execution can be executed on.',
    ],
    parameters: [
      {
        name: 'EXECUTION',
        required: true,
        description: 'The id of the execution, as it is told where the order is.',
      },
    ],
    options: [
      { name: 'absent', description: 'You have seen that the order is not at the venue.' },
      reason,
      as,
    ],
    examples: [
      {
        line: 'bin/ballast resolve 3f1a… --reason "filled, as the venue says now"',
        says: 'Books what the venue knows.',
      },
      {
        line: 'bin/ballast resolve 3f1a… --absent --reason "not in the order history"',
        says: 'It was never taken.',
      },
    ],
    exits: [3, 4, 5],
    load: () => import('../commands/resolve.ts'),
  },
  {
    name: 'autonomy',
    summary: 'how far the portfolio goes alone now, and why not further',
    description: [
      'The level of the configuration, or `approve` where a breaker took it down: a loss from the peak beyond `rails.drawdown`, or a balance that no trade explains.',
    ],
    parameters: [],
    options: [],
    examples: [{ line: 'bin/ballast autonomy', says: 'The level, and the cause if it is lower.' }],
    exits: [],
    load: () => import('../commands/autonomy.ts'),
  },
  {
    name: 'autonomy promote',
    summary: 'lifts a demotion, with a reason',
    description: [
      'The level of the configuration counts again, and the peak of the NAV begins anew.',
    ],
    parameters: [],
    options: [reason, as],
    examples: [
      {
        line: 'bin/ballast autonomy promote --reason "the deposit was mine"',
        says: 'As configured again.',
      },
    ],
    exits: [3],
    load: () => import('../commands/autonomy-promote.ts'),
  },
];
