/** The paper venue's books: accounts, balances and orders with their fills. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import type { Fill, OrderRequest } from '../../execution/order.ts';
import type { PaperAccounts, PaperOrder } from '../../ports/paper-accounts.ts';
import { parseStored, withChecksum } from './rows.ts';
import type { PaperOrderRow, Tables } from './schema.ts';

export function createPaper(db: Kysely<Tables>): PaperAccounts {
  return { ...createBalances(db), ...createOrders(db) };
}

type Balances = Pick<PaperAccounts, 'open' | 'balances' | 'setBalance'>;

function createBalances(db: Kysely<Tables>): Balances {
  const setBalance: Balances['setBalance'] = async (account, asset, quantity) => {
    const row = withChecksum('paperBalances', { account, asset, quantity });
    const { checksum } = row;
    await db
      .insertInto('paperBalances')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['account', 'asset']).doUpdateSet({ quantity, checksum }),
      )
      .execute();
  };

  return {
    setBalance,
    async open(account, balances) {
      const opened = await db
        .insertInto('paperAccounts')
        .values(withChecksum('paperAccounts', { account }))
        .onConflict((conflict) => conflict.column('account').doNothing())
        .returning('account')
        .executeTakeFirst();
      if (opened === undefined) return false;
      for (const [asset, quantity] of Object.entries(balances)) {
        await setBalance(account, asset, quantity);
      }
      return true;
    },
    async balances(account) {
      const rows = await db
        .selectFrom('paperAccounts')
        .leftJoin('paperBalances', 'paperBalances.account', 'paperAccounts.account')
        .select(['asset', 'quantity'])
        .where('paperAccounts.account', '=', account)
        .orderBy('asset')
        .execute();
      if (rows.length === 0) return undefined;
      const entries: [string, string][] = [];
      for (const { asset, quantity } of rows) {
        if (asset !== null && quantity !== null) entries.push([asset, quantity]);
      }
      return Object.fromEntries(entries);
    },
  };
}

type Orders = Omit<PaperAccounts, keyof Balances>;

/** In the column of the request: with it, the terms it was taken on, and how often it met a book. */
type Stored = OrderRequest & Pick<PaperOrder, 'feeBps' | 'stepSize' | 'looks'>;

function createOrders(db: Kysely<Tables>): Orders {
  const find = (clientOrderId: string): Promise<PaperOrderRow | undefined> =>
    db
      .selectFrom('paperOrders')
      .selectAll()
      .where('clientOrderId', '=', clientOrderId)
      .executeTakeFirst();

  return {
    async insertOrder(order) {
      const row = rowOf({ ...order, looks: 0, status: 'open', fills: [] });
      await db.insertInto('paperOrders').values(row).execute();
    },
    async order(clientOrderId) {
      const row = await find(clientOrderId);
      return row && orderOf(row);
    },
    async openOrders(account) {
      const rows = await db
        .selectFrom('paperOrders')
        .selectAll()
        .where('account', '=', account)
        .where('status', '=', 'open')
        .orderBy('acceptedAt')
        .orderBy('clientOrderId')
        .execute();
      return rows.map(orderOf);
    },
    async updateOrder(clientOrderId, progress) {
      const row = await find(clientOrderId);
      invariant(row?.status === 'open', `paper order ${clientOrderId} is not open`);
      await db
        .updateTable('paperOrders')
        .set(rowOf({ ...orderOf(row), ...progress }))
        .where('clientOrderId', '=', clientOrderId)
        .execute();
    },
  };
}

function rowOf({ request, feeBps, stepSize, looks, fills, ...rest }: PaperOrder): PaperOrderRow {
  const stored: Stored = { ...request, feeBps, stepSize, looks };
  const { clientOrderId } = request;
  const text = { request: canonicalJson(stored), fills: canonicalJson(fills) };
  return withChecksum('paperOrders', { clientOrderId, ...rest, ...text });
}

function orderOf(row: PaperOrderRow): PaperOrder {
  const { clientOrderId, account, acceptedAt, status } = row;
  const what = `paper order ${clientOrderId}`;
  const { feeBps, stepSize, looks, ...request } = parseStored<Stored>(row.request, what);
  const fills = parseStored<readonly Fill[]>(row.fills, `fills of ${what}`);
  return { account, request, feeBps, stepSize, acceptedAt, looks, status, fills };
}
