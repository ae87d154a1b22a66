/** `npm run train`: the command `train`, with all of its options. */
import { runProgram } from '../src/cli/program.ts';

await runProgram(['train', ...process.argv.slice(2)]);
