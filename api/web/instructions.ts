/** The page of instructions: what to trade by hand, and a form for what was done. */
import { html } from 'hono/html';
import type { Instruction } from '../../src/execution/instruction.ts';
import { plural } from '../../src/report/format.ts';
import { instructionInBrief } from '../../src/report/instruction-words.ts';
import { alertOf, capitalised, formToken, type Html, timeOf } from './html.ts';

export type Typed = { readonly filled: string; readonly price: string; readonly fee: string };

export function instructionsPage(
  instructions: readonly Instruction[],
  { token, alert, typed }: { token: string; alert?: string; typed?: Typed },
): Html {
  return html`<h1>To trade by hand</h1>
${alertOf(alert)}
${instructions.length === 0 ? html`<p>Nothing is to be traded by hand now.</p>` : ''}
${instructions.map((instruction) => block(instruction, token, typed))}`;
}

/** Nothing where there is none. */
export function instructionsBanner(instructions: readonly Instruction[]): Html {
  if (instructions.length === 0) return html``;
  return html`<div class="notice waits" role="status"><p><strong>${plural(instructions.length, 'trade')} for you to make by hand.</strong> The plan goes on when you have said what was done.</p><a class="button" id="instructions" href="/instructions">Show</a></div>`;
}

function block(instruction: Instruction, token: string, typed: Typed | undefined): Html {
  const { id, quantity, quote, base, limitPrice, until, isWithdrawn } = instruction;
  const { filled, price, fee } = typed ?? { filled: quantity, price: limitPrice, fee: '0' };
  const words = isWithdrawn
    ? html`<p><strong>Withdrawn: do not trade this any more.</strong> If you had done so before, say what was done.</p>`
    : html`<p>Until ${timeOf(until)}. What you cannot get inside the limit, leave.</p>`;
  const action = `/instructions/${id}/confirm`;
  return html`<section aria-labelledby="title-${id}">
<h2 id="title-${id}">${capitalised(instructionInBrief(instruction))}</h2>
${words}
<form method="post" action="${action}">${formToken(token)}
<p><label for="filled-${id}">Traded, in ${base}</label> <input id="filled-${id}" name="filled" inputmode="decimal" value="${filled}" required></p>
<p><label for="price-${id}">Average price, in ${quote}</label> <input id="price-${id}" name="price" inputmode="decimal" value="${price}" required></p>
<p><label for="fee-${id}">Fee, in ${quote}</label> <input id="fee-${id}" name="fee" inputmode="decimal" value="${fee}" required></p>
<button>This was done</button></form>
<form method="post" action="${action}">${formToken(token)}<input type="hidden" name="filled" value="0"><button class="quiet">Nothing was done</button></form>
</section>`;
}
