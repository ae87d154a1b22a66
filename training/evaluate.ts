/** `npm run evaluate`: the command `evaluate`, with all of its options. */
import { runProgram } from '../src/cli/program.ts';

await runProgram(['evaluate', ...process.argv.slice(2)]);
