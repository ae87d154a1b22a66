/** The paper venue's books: accounts, balances and orders with their fills. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import type { Fill, OrderReport, OrderRequest } from '../../execution/order.ts';
import type { PaperAccounts } from '../../ports/store.ts';
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

type Orders = Pick<PaperAccounts, 'insertOrder' | 'order' | 'closeOrder'>;

function createOrders(db: Kysely<Tables>): Orders {
  const find = (clientOrderId: string): Promise<PaperOrderRow | undefined> =>
    db
      .selectFrom('paperOrders')
      .selectAll()
      .where('clientOrderId', '=', clientOrderId)
      .executeTakeFirst();

  return {
    async insertOrder(account, order, acceptedAt) {
      const { clientOrderId } = order;
      const start = {
        request: canonicalJson(order),
        acceptedAt,
        status: 'open',
        fills: '[]',
      } as const;
      const row = withChecksum('paperOrders', { clientOrderId, account, ...start });
      await db.insertInto('paperOrders').values(row).execute();
    },
    async order(clientOrderId) {
      const row = await find(clientOrderId);
      return row && orderOf(row);
    },
    async closeOrder(clientOrderId, fills) {
      const row = await find(clientOrderId);
      invariant(row?.status === 'open', `paper order ${clientOrderId} is not open`);
      const { checksum: _, ...content } = row;
      const change = { status: 'closed', fills: canonicalJson(fills) } as const;
      await db
        .updateTable('paperOrders')
        .set(withChecksum('paperOrders', { ...content, ...change }))
        .where('clientOrderId', '=', clientOrderId)
        .execute();
    },
  };
}

type StoredOrder = NonNullable<Awaited<ReturnType<Orders['order']>>>;

function orderOf(row: PaperOrderRow): StoredOrder {
  const { clientOrderId, account, acceptedAt, status } = row;
  const what = `paper order ${clientOrderId}`;
  const fills = parseStored<readonly Fill[]>(row.fills, `fills of ${what}`);
  const report: OrderReport = { clientOrderId, status, fills };
  return { account, acceptedAt, report, request: parseStored<OrderRequest>(row.request, what) };
}
