/** In place of tfjs-node: registers the backend `tensorflow`, which here is plain JavaScript, and needs what version 4.22.0 needs of Node. */
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

if (!('isNullOrUndefined' in util)) throw new TypeError('util.isNullOrUndefined is not a function');
tf.registerBackend('tensorflow', tf.findBackendFactory('cpu'));
tf.copyRegisteredKernels('cpu', 'tensorflow');
