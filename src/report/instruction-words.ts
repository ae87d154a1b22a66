/** Instructions in words and as JSON. */
import type { Instruction } from '../execution/instruction.ts';
import { isoTime, price, quantity, utcTime } from './format.ts';

export function instructionJson(instruction: Instruction) {
  const { id, recommendationId, market, side, limitPrice, since, until } = instruction;
  return {
    ...{ id, recommendationId, symbol: market, side, quantity: instruction.quantity, limitPrice },
    ...{ since: isoTime(since), until: isoTime(until), withdrawn: instruction.isWithdrawn },
  };
}

/** "sell 0.5 BTC for at least 19,800.00 USDT each". */
export function instructionInBrief(instruction: Instruction): string {
  const { side, base, quote, limitPrice } = instruction;
  const bound = side === 'sell' ? 'at least' : 'at most';
  return `${side} ${quantity(instruction.quantity)} ${base} for ${bound} ${price(limitPrice)} ${quote} each`;
}

export function instructionText(instruction: Instruction): string {
  const { id, until, isWithdrawn } = instruction;
  const brief = instructionInBrief(instruction);
  const words = isWithdrawn
    ? `withdrawn: do not ${brief}; say what was done before`
    : `${brief}, until ${utcTime(until)}`;
  return `${id}  ${words}`;
}
