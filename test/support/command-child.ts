/** A program in place of the command line: says its process, and goes on until it is interrupted where it is told to wait. */
const [word] = process.argv.slice(2);
const known = Object.keys(process.env).filter((name) => name.startsWith('BALLAST_'));

process.stderr.write(`process ${process.pid}\n`);
process.stdout.write(JSON.stringify({ word, known }));
if (word === 'wait') {
  const life = setInterval(() => undefined, 60_000);
  process.once('SIGINT', () => clearInterval(life));
}
process.exitCode = word === 'fail' ? 3 : 0;
