/** Verifies the audit trail: the chain, every record against it, and the candles that recommendations were made from. */
import { DataError } from '../base/errors.ts';
import type { RecordedInputs } from '../plan/inputs.ts';
import type { CandleReference, Store, Verification } from '../ports/store.ts';

export type AuditReport = { readonly ok: boolean } & Verification;

const recordsPerPage = 200;

/** Reads the whole store. */
export async function verifyAudit(store: Store): Promise<AuditReport> {
  const found = await store.events.verify();
  if (found.problem !== undefined) return { ok: false, ...found };
  const problem = await candleProblem(store);
  return problem === undefined ? { ok: true, ...found } : { ok: false, ...found, problem };
}

/** The archive must still hold what the recorded inputs point at. */
async function candleProblem(store: Store): Promise<string | undefined> {
  try {
    for (const reference of await longestReferences(store)) await store.candles.read(reference);
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

/** Of each series the reference to most of its bars: it proves the shorter ones, whose bars come first. */
async function longestReferences(store: Store): Promise<Iterable<CandleReference>> {
  const longest = new Map<string, CandleReference>();
  let before: string | undefined;
  do {
    const filter = before === undefined ? {} : { before };
    const page = await store.recommendations.list({ ...filter, limit: recordsPerPage });
    for (const { inputs } of page) {
      for (const reference of (inputs as unknown as RecordedInputs).candles) {
        const known = longest.get(reference.seriesId);
        if (known === undefined || known.bars < reference.bars) {
          longest.set(reference.seriesId, reference);
        }
      }
    }
    before = page.length === recordsPerPage ? page.at(-1)?.recommendation.id : undefined;
  } while (before !== undefined);
  return longest.values();
}
