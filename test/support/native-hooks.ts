/** Loaded before a process: what it finds for `@tensorflow/tfjs-node`, by BALLAST_TEST_NATIVE: missing, broken or working. */
import { registerHooks } from 'node:module';

const native = process.env.BALLAST_TEST_NATIVE;

registerHooks({
  resolve(name, context, next) {
    if (name !== '@tensorflow/tfjs-node') return next(name, context);
    if (native === 'missing') throw new Error('Cannot find package');
    const url =
      native === 'broken'
        ? 'data:text/javascript,throw new Error("The native addon module can not be found")'
        : new URL('./native-stand-in.ts', import.meta.url).href;
    return { url, shortCircuit: true };
  },
});
