/** The reason that every rejection asks for: one at hand, or one in words. */
import { html } from 'hono/html';
import { problem } from '../problem.ts';
import type { Form } from './forms.ts';
import type { Html } from './html.ts';

const longestWords = 400;

/** What was typed before a refusal. */
export type TypedReason = { readonly choice: string; readonly words: string };

export function typedReason(form: Form): TypedReason {
  return { choice: form.field('choice'), words: form.field('words') };
}

/** A choice and room for words. */
export function reasonFields(choices: readonly string[], typed: TypedReason | undefined): Html {
  const { choice, words } = typed ?? { choice: '', words: '' };
  const options = choices.map(
    (name) => html`<option${name === choice ? html` selected` : ''}>${name}</option>`,
  );
  return html`<label for="choice">Reason</label><select id="choice" name="choice" required><option value="">Choose one</option>${options}</select>
<label for="words">In your words</label><input id="words" name="words" maxlength="${longestWords}" value="${words}" autocomplete="off">`;
}

/** The last choice asks for words. Errors: problem 422 when no reason was chosen, or no words where they are asked for. */
export function rejectionReason(form: Form, choices: readonly string[]): string {
  const choice = choices.find((name) => name === form.field('choice'));
  const words = form.field('words').trim().slice(0, longestWords);
  if (choice === undefined) {
    throw problem('REQUEST_INVALID', 'Choose a reason for the rejection. Nothing was done.');
  }
  if (choice === choices.at(-1) && words === '') {
    throw problem('REQUEST_INVALID', 'Say the other reason in your words. Nothing was done.');
  }
  return words === '' ? choice : `${choice}: ${words}`;
}
