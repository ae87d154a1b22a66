/** The one source of time. */
export interface Clock {
  /** Epoch ms UTC. */
  now(): number;
  /** Resolves when so much of this clock's time has passed, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
