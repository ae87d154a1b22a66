/**
 * The clock of a venue: venue time at the last comparison, carried on by the monotonic clock of the machine. So steps of the
 * machine's own clock do nothing.
 *
 * now = venueAtSync + (monotonic − monotonicAtSync) · speed, where venueAtSync = server time + round trip / 2, of three
 * comparisons the median offset. It never turns back: after a comparison that would turn it back it stands until then.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

const comparisons = 3;
/** Comparisons are made anew after this, in venue time. */
const syncEveryMs = 5 * 60_000;
/** A machine that slept has a wall clock that ran on without the monotonic one. */
const sleptMs = 1_000;
/** Timers of Node overflow after 24.8 days; longer sleeps are cut into such pieces. */
const longestTimerMs = 86_400_000;

export type VenueClock = Clock & {
  /** Compares with the venue. Errors: whatever `readTime` throws. */
  sync(): Promise<void>;
  isSyncDue(): boolean;
  /** Venue time less the machine's wall time, in ms, and the shortest round trip of the last comparison. */
  figures(): { readonly offsetMs: number; readonly roundTripMs: number };
};

export type TimeReading = {
  readonly time: number;
  readonly sentAt: number;
  readonly receivedAt: number;
};

export type VenueClockOptions = {
  /** Epoch ms of the venue, and when the request for it left and came back, by the monotonic clock. */
  readonly readTime: () => Promise<TimeReading>;
  /** Venue ms per ms of the machine: 1, but in tests. */
  readonly speed: number;
  readonly monotonic?: () => number;
  readonly wall?: () => number;
};

type Comparison = { readonly anchor: number; readonly roundTripMs: number };

export function createVenueClock(options: VenueClockOptions): VenueClock {
  const { readTime, speed } = options;
  const monotonic = options.monotonic ?? (() => performance.now());
  const wall = options.wall ?? Date.now;
  // Venue time at monotonic 0.
  let anchor = wall() - monotonic() * speed;
  let latest = Number.NEGATIVE_INFINITY;
  let roundTripMs = Number.NaN;
  let synced = { at: Number.NEGATIVE_INFINITY, wallLead: 0 };
  let underWay: Promise<void> | undefined;

  const now = (): number => {
    const time = Math.floor(anchor + monotonic() * speed);
    // Before it was ever compared it is a guess that binds nobody.
    if (Number.isNaN(roundTripMs)) return time;
    latest = Math.max(latest, time);
    return latest;
  };

  const compareOnce = async (): Promise<Comparison> => {
    const { time, sentAt, receivedAt } = await readTime();
    return { anchor: time - ((sentAt + receivedAt) / 2) * speed, roundTripMs: receivedAt - sentAt };
  };

  const sync = async (): Promise<void> => {
    const made: Comparison[] = [];
    for (let k = 0; k < comparisons; k += 1) made.push(await compareOnce());
    made.sort((a, b) => a.anchor - b.anchor);
    anchor = (made[(comparisons - 1) / 2] as Comparison).anchor;
    roundTripMs = Math.min(...made.map((each) => each.roundTripMs));
    synced = { at: monotonic(), wallLead: wall() - monotonic() };
  };

  return {
    now,
    sync() {
      underWay ??= sync().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    isSyncDue() {
      const hasSlept = Math.abs(wall() - monotonic() - synced.wallLead) > sleptMs;
      return hasSlept || (monotonic() - synced.at) * speed >= syncEveryMs;
    },
    figures: () => ({ offsetMs: anchor + monotonic() * speed - wall(), roundTripMs }),
    async sleep(ms, signal) {
      const until = now() + ms;
      while (now() < until && !signal?.aborted) {
        const piece = Math.min(Math.ceil((until - now()) / speed), longestTimerMs);
        await pause(piece, undefined, signal && { signal }).catch((fault: unknown) => {
          if (!signal?.aborted) throw fault;
        });
      }
    },
  };
}
