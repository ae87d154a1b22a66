/** Changes a database by hand, past its triggers and constraints, as somebody with the file could. */
import { DatabaseSync } from 'node:sqlite';
import { hashOf } from '../../src/base/canonical-json.ts';

type Column = { readonly table: string; readonly column: string };

/** Runs the change with all triggers taken away, then puts them back as they were. */
export function tamper(file: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec('pragma ignore_check_constraints = on');
  const triggers = database
    .prepare(`select name, sql from sqlite_schema where type = 'trigger'`)
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) database.exec(`drop trigger ${name}`);
  change(database);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}

/** Every column of every table. */
export function columnsOf(file: string): readonly Column[] {
  const database = new DatabaseSync(file);
  const rows = database
    .prepare(
      `select t.name as "table", c.name as "column" from sqlite_schema t, pragma_table_info(t.name) c
       where t.type = 'table' order by t.name, c.cid`,
    )
    .all() as Column[];
  database.close();
  return rows;
}

/** Changes one byte of the value in the last row: the last character of a text, the lowest byte of a number. */
export function changeOneByte(database: DatabaseSync, { table, column }: Column): void {
  const last = `(select max(rowid) from ${table})`;
  const read = database.prepare(`select ${column} as value from ${table} where rowid = ${last}`);
  const { value } = read.get() as { value: null | number | string | Uint8Array };
  const write = database.prepare(`update ${table} set ${column} = ? where rowid = ${last}`);
  write.run(changed(value));
}

function changed(value: null | number | string | Uint8Array): number | string | Uint8Array {
  if (value === null) return 1;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value.slice(0, -1)}~`;
  const bytes = value.slice();
  const middle = bytes.length >>> 1;
  bytes[middle] = (bytes[middle] as number) ^ 1;
  return bytes;
}

/** A hash of all rows of all tables, to tell whether a change has touched any content. */
export function contentOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(`select name from sqlite_schema where type = 'table' order by name`)
      .all() as { name: string }[];
    const rows = tables.map(({ name }) =>
      database.prepare(`select * from ${name} order by rowid`).all(),
    );
    return hashOf(rows.map((table) => table.map((row) => Object.values(row).map(String))));
  } finally {
    database.close();
  }
}
