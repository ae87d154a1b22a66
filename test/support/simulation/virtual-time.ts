/** Virtual time: everything that waits, waits here, and time goes on to the next of them as soon as nothing else is to be done. */

export type VirtualTime = {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Runs work at a time; in the past it runs next. */
  at(time: number, work: () => void): void;
  /** Lets time pass until `isOver` holds, nothing waits any more, or the end is reached; false when the end came first. */
  run(isOver: () => boolean, end: number): Promise<boolean>;
};

type Waiting = { readonly time: number; readonly order: number; readonly work: () => void };

export function createVirtualTime(start: number): VirtualTime {
  let time = start;
  let count = 0;
  const queue: Waiting[] = [];

  const at = (due: number, work: () => void): void => {
    count += 1;
    push(queue, { time: Math.max(time, Math.round(due)), order: count, work });
  };

  return {
    now: () => time,
    at,
    sleep: (ms) => new Promise((resolve) => at(time + ms, resolve)),
    async run(isOver, end) {
      for (;;) {
        await settled();
        if (isOver()) return true;
        const next = queue[0];
        if (next === undefined) return true;
        if (next.time > end) return false;
        pop(queue);
        time = next.time;
        next.work();
      }
    },
  };
}

/** Resolves when all promises that can go on without time have gone on: Node runs ticks when it has no promises left to run. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

/** A binary heap: the first of the queue is due next. */
function push(queue: Waiting[], item: Waiting): void {
  let place = queue.length;
  queue.push(item);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = queue[parent] as Waiting;
    if (!isBefore(item, above)) break;
    queue[place] = above;
    place = parent;
  }
  queue[place] = item;
}

function pop(queue: Waiting[]): void {
  const last = queue.pop() as Waiting;
  if (queue.length === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= queue.length) break;
    const right = queue[child + 1];
    if (right !== undefined && isBefore(right, queue[child] as Waiting)) child += 1;
    const below = queue[child] as Waiting;
    if (!isBefore(below, last)) break;
    queue[place] = below;
    place = child;
  }
  queue[place] = last;
}
