/** The commands that set Ballast up, serve it, and keep it sound. */
import type { CommandEntry } from '../command.ts';
import { modelsOption } from './models.ts';

export const upkeepCommands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'writes a configuration that works at once',
    description: [
      'Asks for currency and targets in a terminal; elsewhere, or with --yes, takes the options and defaults. The file is commented, is for paper trading on the bundled simulated market, and never replaces one that is there.',
    ],
    parameters: [],
    options: [
      { name: 'file', value: 'FILE', description: 'What to write.', fallback: 'ballast.yaml' },
      { name: 'quote', value: 'CURRENCY', description: 'Currency of account.', fallback: 'USDT' },
      {
        name: 'targets',
        value: 'LIST',
        description: 'Target weights that sum to 100 %.',
        fallback: 'BTC=40%,ETH=30%,cash=30%',
      },
      { name: 'yes', description: 'Asks nothing.' },
    ],
    examples: [
      { line: 'bin/ballast init', says: 'Asks, then writes ballast.yaml.' },
      {
        line: 'bin/ballast init --yes --targets "BTC=50%,ETH=20%,cash=30%"',
        says: 'Asks nothing.',
      },
    ],
    exits: [],
    load: () => import('../commands/init.ts'),
  },
  {
    name: 'config show',
    summary: 'every setting, its value, and where it came from',
    description: [
      'The configuration after defaults and options: each value with the line of the file, the option, or "default". A backtest has defaults of its own for cooldown, buffer and smallest orders.',
    ],
    parameters: [],
    options: [],
    examples: [
      { line: 'bin/ballast config show', says: 'One line for each setting.' },
      {
        line: 'bin/ballast config show --set policy.band=3%',
        says: 'The same with one overridden.',
      },
    ],
    exits: [],
    load: () => import('../commands/config-show.ts'),
  },
  {
    name: 'doctor',
    summary: 'whether this installation is sound, and what to do if not',
    description: [
      'Looks at the versions of Node and SQLite, the state folder and its free space, the database, the configuration, the model in use with its age, and the clock. Changes nothing. A line that fails ends in exit 2.',
      'With --venue it also asks the exchange: how far its clock is off, how long a request takes, how many are allowed, what the key in the environment may do, whether the markets of the portfolio are there and trade, and what the account pays. A key that may withdraw fails, as does one whose rights are not told, unless venue.acceptUnknownKeyRights says otherwise, and a clock that is off by more than half of the time in which an order is taken. Without a key it tells the rest. An exchange that cannot be reached ends in exit 4.',
    ],
    parameters: [],
    options: [
      {
        name: 'venue',
        value: 'ID',
        isValueOptional: true,
        description: 'Also looks at this exchange; without a name at that of the configuration.',
      },
      {
        name: 'base-url',
        value: 'URL',
        description: 'Scheme and host in place of the exchange’s own.',
        fallback: 'venue.baseUrl of the configuration',
      },
    ],
    examples: [
      { line: 'bin/ballast doctor', says: 'One line for each check: ok, warn or fail.' },
      {
        line: 'bin/ballast doctor --venue',
        says: 'The same, and the exchange of the configuration, with the key of the environment.',
      },
    ],
    exits: [4],
    load: () => import('../commands/doctor.ts'),
  },
  {
    name: 'serve',
    summary: 'serves the API and the pages, and decides on schedule',
    description: [
      'Listens on this machine only unless --host says otherwise, prints a one-time link to sign in, and looks at the portfolio on the schedule of the configuration, at its autonomy level. Without a configuration it serves a paper portfolio on the simulated market. Stops on interruption, after the orders under way.',
      'Once a day it scores the stored models on what they had not seen, raises alarms, tests challengers and rolls back a champion that fell behind, as far as `learning` in the configuration lets it.',
    ],
    parameters: [],
    options: [
      { name: 'port', value: 'N', description: 'Port to listen on.', fallback: '8420' },
      {
        name: 'host',
        value: 'ADDRESS',
        description: 'Address to listen on.',
        fallback: '127.0.0.1',
      },
      {
        name: 'host-name',
        value: 'NAME',
        repeatable: true,
        description: 'A name under which it is reached beside this machine’s own; may be repeated.',
      },
      {
        name: 'venue',
        value: 'ID',
        sets: 'venue.id',
        description: 'Instead of venue.id of the configuration.',
      },
      modelsOption,
    ],
    examples: [
      { line: 'bin/ballast serve', says: 'http://127.0.0.1:8420' },
      { line: 'npm start', says: 'The same, after setting the project up.' },
    ],
    exits: [4, 5],
    load: () => import('../commands/serve.ts'),
  },
  {
    name: 'audit verify',
    summary: 'whether the audit trail and every record still hold',
    description: [
      'Recomputes the chain of events and compares every recommendation, approval, execution, key and archived candle with it. One changed byte is found: exit 5, with the place.',
    ],
    parameters: [],
    options: [],
    examples: [
      {
        line: 'bin/ballast audit verify',
        says: 'Prints the number of events and the hash of the last.',
      },
    ],
    exits: [5],
    load: () => import('../commands/audit-verify.ts'),
  },
  {
    name: 'key add',
    summary: 'makes a key for the API; its secret is shown once',
    description: [
      'A key acts with the scopes of its role: viewer (read), trader (read, propose, execute, research, halt), approver (read, approve, halt), auditor (read, audit) or admin (all). Only a hash of the secret is kept.',
    ],
    parameters: [],
    options: [
      {
        name: 'name',
        value: 'NAME',
        required: true,
        description: 'Who holds it; the name in records.',
      },
      {
        name: 'role',
        value: 'ROLE',
        required: true,
        description: 'viewer, trader, approver, auditor or admin.',
      },
      { name: 'expires', value: 'DATE', description: 'When it ends.', fallback: 'never' },
    ],
    examples: [
      {
        line: 'bin/ballast key add --name maria --role approver --expires 2027-01-01',
        says: 'The secret is the last line.',
      },
    ],
    exits: [5],
    load: () => import('../commands/key-add.ts'),
  },
  {
    name: 'key list',
    summary: 'the keys of the API, without their secrets',
    description: ['Who may do what, until when, and which keys were revoked.'],
    parameters: [],
    options: [],
    examples: [{ line: 'bin/ballast key list --json', says: 'For programs.' }],
    exits: [5],
    load: () => import('../commands/key-list.ts'),
  },
  {
    name: 'key revoke',
    summary: 'ends a key at once',
    description: ['Requests with it are refused from now on. A revoked key cannot be restored.'],
    parameters: [{ name: 'ID', required: true, description: 'As key list shows it.' }],
    options: [],
    examples: [{ line: 'bin/ballast key revoke key-3f9a1c0de2b47586', says: 'It is over.' }],
    exits: [5],
    load: () => import('../commands/key-revoke.ts'),
  },
];
