/** Queries that are built once for each database and then run with other values: building one takes longer than running it. */
import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './schema.ts';

/** Stands where a value comes; never reaches the database. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What is built must not depend on the values, only on their names. */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Tables>, values: Values) => Compilable<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  /** By the adapter of the database, which all its transactions share. */
  const built = new WeakMap<object, CompiledQuery<Row>>();

  const queryFor = (db: Kysely<Tables>, values: Values): CompiledQuery<Row> => {
    const { adapter } = db.getExecutor();
    const known = built.get(adapter);
    if (known !== undefined) return known;
    const places = Object.keys(values).map((name) => [name, new Place(name)]);
    const query = build(db, Object.fromEntries(places)).compile();
    built.set(adapter, query);
    return query;
  };

  return (db, values) => {
    // Outside transactions the store looks at each query while it is built.
    if (!db.isTransaction) return db.executeQuery<Row>(build(db, values));
    const query = queryFor(db, values);
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Place ? values[parameter.name as keyof Values] : parameter,
    );
    return db.executeQuery<Row>({ ...query, parameters });
  };
}
