/** Finds the open orders of a paper account without reading all that it ever had. */
import type { Migration } from '../migration.ts';

export const openPaperOrders: Migration = {
  version: 6,
  name: 'open paper orders',
  statements: () => [
    'create index paper_orders_status on paper_orders (account, status, accepted_at, client_order_id)',
  ],
};
