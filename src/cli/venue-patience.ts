/** Waiting for a venue that is away when the program starts: nothing is traded meanwhile, and a person is told. */
import { VenueError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';

const tryAgainMs = 5_000;

/** Errors: those of the work other than that the venue does not answer now; that of the signal when it aborts. */
export async function untilVenueAnswers<T>(
  work: () => Promise<T>,
  given: {
    readonly wallClock: Clock;
    readonly signal: AbortSignal;
    readonly onAway: (cause: string) => void;
  },
): Promise<T> {
  for (;;) {
    given.signal.throwIfAborted();
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof VenueError) || fault.kind === 'authentication') throw fault;
      given.onAway(fault.message);
    }
    await given.wallClock.sleep(tryAgainMs, given.signal);
  }
}
