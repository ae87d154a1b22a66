/** The name of this process, by which another one on the same machine can tell whether it still runs. */
import { randomUUID } from 'node:crypto';

/** Numbers come again, in a container at each start; the second part does not. */
export const processName = `${process.pid}:${randomUUID()}`;

/** False when it may still run. */
export function hasEnded(name: string): boolean {
  const pid = Number(name.split(':')[0]);
  if (pid === process.pid) return name !== processName;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
