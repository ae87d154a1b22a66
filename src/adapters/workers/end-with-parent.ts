/** Loaded before a command: interrupts its process when the one that started it is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGINT'));
// Listening alone must not keep the process going.
process.channel?.unref();
