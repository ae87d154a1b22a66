/** Port to candle files of other tools: bytes in, a table as it stands in them or why there is none. */
import type { CandleTable } from '../market/candle-table.ts';

export type TableAnswer = { readonly table: CandleTable } | { readonly cause: string };

/** Recognises the kind of file by its content. Never throws, whatever the bytes. */
export type CandleTableReader = (bytes: Uint8Array) => Promise<TableAnswer>;
