/**
 * Takes what commits have written out of the write-ahead log and into the database file between transactions. SQLite does it by itself
 * within the commit that makes the log long, and an order would wait ten times as long for that one.
 */
import type { DatabaseSync } from 'node:sqlite';

export type Checkpoints = {
  afterCommit(): void;
  stop(): void;
};

/** The first commit after each is synced twice, so they are seldom. */
const commitsBetween = 200;

/** What the last commit was for has left by then. */
const pauseMs = 20;

export function createCheckpoints(database: DatabaseSync): Checkpoints {
  let commits = 0;
  let timer: NodeJS.Timeout | undefined;

  const checkpoint = (): void => {
    timer = undefined;
    if (database.isTransaction) return;
    commits = 0;
    try {
      // Passive: as much as nobody else is reading.
      database.exec('pragma wal_checkpoint(passive)');
    } catch {
      // Nothing is lost: it stays in the log, which SQLite clears itself when it has grown too long.
    }
  };

  return {
    afterCommit() {
      commits += 1;
      if (commits >= commitsBetween) timer ??= setTimeout(checkpoint, pauseMs).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
