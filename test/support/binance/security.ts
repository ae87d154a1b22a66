/** Who may do what on the test venue: key, permissions, timing and HMAC signature of a request (rest-api.md lines 184–386). */
import { createHmac } from 'node:crypto';
import { type Sent, timeOf } from './parameters.ts';
import { Refusal, refusals } from './refusal.ts';

/** rest-api.md lines 198–203. */
export type Security = 'NONE' | 'TRADE' | 'USER_DATA';

/** What GET /sapi/v1/account/apiRestrictions tells of a key. */
export type Permissions = {
  readonly enableReading: boolean;
  readonly enableSpotAndMarginTrading: boolean;
  readonly enableWithdrawals: boolean;
  readonly enableInternalTransfer: boolean;
  readonly permitsUniversalTransfer: boolean;
  readonly enableMargin: boolean;
  readonly enableFutures: boolean;
  readonly enableVanillaOptions: boolean;
  readonly enablePortfolioMarginTrading: boolean;
  readonly ipRestrict: boolean;
};

export const tradingPermissions: Permissions = {
  enableReading: true,
  enableSpotAndMarginTrading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  permitsUniversalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  enableVanillaOptions: false,
  enablePortfolioMarginTrading: false,
  ipRestrict: true,
};

export type Key = { readonly apiKey: string; readonly secret: string };

/** The key of the documentation's example (rest-api.md lines 260–265). */
export const exampleKey: Key = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};

export type SignedRequest = {
  readonly apiKey: string | undefined;
  readonly query: string;
  readonly body: string;
};

const usualWindowMs = 5_000;
const longestWindowMs = 60_000;

/** Before the parameters are looked at: is there a key at all? */
export function checkKeyFormat(apiKey: string | undefined): void {
  if (!apiKey || !/^[A-Za-z0-9]{64}$/.test(apiKey)) throw refusals.badKeyFormat();
}

/** After the parameters were looked at; the documentation does not tell the order of the checks. */
export function checkSignedRequest(
  request: SignedRequest,
  sent: Sent,
  world: {
    key: Key | null;
    mayTrade: boolean;
    mayRead: boolean;
    security: Security;
    nowMs: number;
  },
): void {
  const { key, security, nowMs } = world;
  if (key === null || request.apiKey !== key.apiKey) throw refusals.rejectedKey();
  checkTiming(sent, nowMs);
  if (!isSignedBy(request, sent.get('signature') ?? '', key.secret)) throw refusals.badSignature();
  const isAllowed = security === 'TRADE' ? world.mayTrade : world.mayRead;
  if (!isAllowed) throw refusals.rejectedKey();
}

/** rest-api.md lines 227–241. */
function checkTiming(sent: Sent, nowMs: number): void {
  const timestamp = timeOf(sent, 'timestamp')!;
  const windowMs = Number(sent.get('recvWindow') ?? usualWindowMs);
  if (windowMs > longestWindowMs) {
    // errors.md line 87, rest-api.md line 224.
    throw new Refusal(
      -1102,
      "'recvWindow' contains unexpected value. Cannot be greater than 60000.",
    );
  }
  if (timestamp >= nowMs + 1_000) throw refusals.aheadOfServer();
  if (nowMs - timestamp > windowMs) throw refusals.outsideWindow();
}

/** Query and body one after the other without the signature itself (rest-api.md line 256); case does not matter (line 211). */
function isSignedBy({ query, body }: SignedRequest, signature: string, secret: string): boolean {
  const unsigned = (text: string): string =>
    text
      .split('&')
      .filter((pair) => !pair.startsWith('signature='))
      .join('&');
  return signatureOf(unsigned(query) + unsigned(body), secret) === signature.toLowerCase();
}

export function signatureOf(payload: string, secret: string): string {
  return createHmac('sha256', secret).update(payload).digest('hex');
}
