/**
 * What TensorFlow.js computes with: TensorFlow's own library (`tfjs-node`) where it is installed and loads, else WebAssembly,
 * else plain JavaScript. The functions are the same; weights differ from the fourth digit on, so a model names its backend.
 */
import utilities from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { ModelError } from '../../base/errors.ts';

/** In the order in which they are tried. */
export const backendNames = ['tfjs-node', 'wasm', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

export type Backend = {
  readonly name: BackendName;
  /** Of TensorFlow.js. */
  readonly version: string;
  readonly tensorFlow: typeof TensorFlow;
};

/** What TensorFlow.js calls the backend that each package brings. */
const registered: Readonly<Record<BackendName, string>> = {
  'tfjs-node': 'tensorflow',
  wasm: 'wasm',
  cpu: 'cpu',
};

const load: Readonly<Record<BackendName, () => Promise<unknown>>> = {
  'tfjs-node': loadNative,
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** The first of the backends that loads. Errors: ModelError when none does, with what each of them said. */
export async function openBackend(names: readonly BackendName[] = backendNames): Promise<Backend> {
  const tensorFlow = await import('@tensorflow/tfjs-core');
  // Without it the plain backend prints advice on what to install.
  tensorFlow.enableProdMode();
  const causes: unknown[] = [];
  for (const name of names) {
    try {
      await load[name]();
      if (await tensorFlow.setBackend(registered[name])) {
        return { name, version: tensorFlow.version_core, tensorFlow };
      }
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new ModelError(`a backend of TensorFlow.js must load, none of ${names.join(', ')} did`, {
    cause: new AggregateError(causes),
  });
}

async function loadNative(): Promise<unknown> {
  // Node 23 dropped the function; version 4.22.0 of the package still calls it.
  Object.assign(utilities, { isNullOrUndefined: (value: unknown) => value == null });
  // By a variable, because the package is optional and its types may be missing.
  const native: string = '@tensorflow/tfjs-node';
  return import(native);
}
