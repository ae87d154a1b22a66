/** Given to Node with --import: lists on standard error, at the end, every module that was loaded. */
import { registerHooks } from 'node:module';

const loaded: string[] = [];

registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});

process.on('exit', () => {
  process.stderr.write(`${loaded.join('\n')}\n`);
});
