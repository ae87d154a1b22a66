/** The reason codes of executions: what ended a leg before it was done, and what they wait for. */
import type { ReasonEntry } from './data-reasons.ts';

export const executionReasons = {
  ORDER_UNRESOLVED: {
    room: 'execution',
    sentence: 'the execution {id} has an order whose outcome the venue does not tell',
    meaning:
      'Nothing more is sent for this account until a person has looked at the order at the venue.',
  },
  BOOK_TOO_THIN: {
    room: 'execution',
    sentence:
      '{symbol}: the book held too little inside the limit price, {filled} of {quantity} were filled',
    meaning:
      'The book was too thin, empty or crossed until the deadline, or twenty orders did not find enough inside the approved limit.',
  },
  DEADLINE_PASSED: {
    room: 'execution',
    sentence: '{symbol}: {filled} of {quantity} were filled when the time for orders was over',
    meaning:
      'New orders leave for ten minutes beside the patience of makers. They were over before another look at the book: no process was running, or an order had to be found first.',
  },
  ORDER_REJECTED: {
    room: 'execution',
    sentence: '{symbol}: the venue refused the order: {cause}',
    meaning: 'The venue proved that it did not take the order.',
  },
  HOLDING_SHORT: {
    room: 'execution',
    sentence: '{symbol}: sold {quantity} less, because so much of {asset} is not free any more',
    meaning: 'Sells never give away more than the account holds free.',
  },
  TRADING_HALTED: {
    room: 'execution',
    sentence: 'nothing more is sent for {symbol}, because trading is {state}: {cause}',
    meaning:
      'The kill switch was used. Open orders are cancelled, nothing is liquidated; trading begins again when a person resumes it with a reason.',
  },
  CASH_SHORT: {
    room: 'execution',
    sentence: '{symbol}: bought {quantity} less, because the sells brought in less than planned',
    meaning: 'Buys never spend more than the confirmed proceeds.',
  },
  INSTRUCTION_OPEN: {
    room: 'execution',
    sentence: 'the execution {id} waits until its instruction is carried out and confirmed',
    meaning:
      'Trade by hand what the instruction says, then confirm what was done, or that nothing was. The execution goes on from there.',
  },
  INSTRUCTION_ENDED: {
    room: 'execution',
    sentence: '{symbol}: {filled} of {quantity} were carried out',
    meaning:
      'The person who was asked did less, or there was no time left to ask. A later recommendation asks anew.',
  },
  INSTRUCTION_EXCEEDED: {
    room: 'execution',
    sentence: '{symbol}: {filled} are more than the {quantity} that were asked for',
    meaning:
      'An instruction is confirmed up to its quantity. What was traded beyond it is told by setting the balances.',
  },
} as const satisfies Record<string, ReasonEntry>;
