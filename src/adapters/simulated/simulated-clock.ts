/**
 * The clock of the simulated market: simulated time runs `speed` times as fast as wall time, and stands still while the
 * process is down. now = anchor.simulatedMs + (wall − anchor.wallMs) · speed.
 */
import { invariant } from '../../base/errors.ts';
import type { Clock } from '../../ports/clock.ts';

/** Where simulated time stood at which wall time, and how fast it ran; plain, to be kept and restored. */
export type ClockState = {
  readonly simulatedMs: number;
  readonly wallMs: number;
  readonly speed: number;
};

/** What the simulated clock runs on; tests bring their own. */
export type WallClock = {
  now(): number;
  /** Calls back once after so many ms; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
};

export type SimulatedClock = Clock & {
  speed(): number;
  /** Simulated ms per wall ms, from now on; sleepers wake accordingly. */
  setSpeed(speed: number): void;
  /** To be kept after every change of speed and at least every `graceMs` of wall time. */
  state(): ClockState;
};

/** Timers are re-armed at least this often, far below the limit of the runtime. */
const longestTimerMs = 60_000;

export const machineWallClock: WallClock = {
  // Monotonic, unlike Date.now, and stopped while the machine sleeps: simulated time neither jumps nor turns back.
  now: () => performance.timeOrigin + performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Starts at `simulatedMs`, or where a kept state stood. */
export function createSimulatedClock(options: {
  simulatedMs: number;
  speed: number;
  wall: WallClock;
}): SimulatedClock {
  const { wall } = options;
  const sleepers = new Set<() => void>();
  let anchor = anchorAt(options.simulatedMs, options.speed);

  function anchorAt(simulatedMs: number, speed: number): ClockState {
    invariant(speed > 0 && Number.isFinite(speed), `speed must be positive, was ${speed}`);
    return { simulatedMs, wallMs: wall.now(), speed };
  }
  const exact = (): number =>
    anchor.simulatedMs + Math.max(0, wall.now() - anchor.wallMs) * anchor.speed;
  const now = (): number => Math.floor(exact());

  return {
    now,
    speed: () => anchor.speed,
    setSpeed(speed) {
      anchor = anchorAt(exact(), speed);
      for (const rearm of [...sleepers]) rearm();
    },
    state: () => anchorAt(now(), anchor.speed),
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      const until = now() + ms;
      return new Promise((resolve) => {
        let cancel = (): void => {};
        const wake = (): void => {
          cancel();
          sleepers.delete(arm);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const arm = (): void => {
          cancel();
          const left = until - exact();
          if (left <= 0) wake();
          else cancel = wall.after(Math.min(Math.ceil(left / anchor.speed), longestTimerMs), arm);
        };
        sleepers.add(arm);
        signal?.addEventListener('abort', wake);
        arm();
      });
    },
  };
}

/**
 * The simulated time to go on from after a stop. Between the last keeping and the stop at most `graceMs` of wall time
 * have passed; so much is credited at most, so that time never turns back behind what was recorded, and never leaps.
 */
export function resumedAt(kept: ClockState, wallMs: number, graceMs: number): number {
  const elapsed = Math.min(Math.max(0, wallMs - kept.wallMs), graceMs);
  return Math.floor(kept.simulatedMs + elapsed * kept.speed);
}
