/** Which room of the source may import from which: the direction in which knowledge flows. */

/** Pure rooms from the lowest up; a room knows itself and the layers below, not its neighbours. */
const pureLayers: readonly (readonly string[])[] = [
  ['base'],
  ['market'],
  ['cost', 'risk'],
  ['learning', 'allocation'],
  ['policy'],
  ['plan'],
  ['execution', 'ledger', 'backtest'],
  ['report'],
];

export const pureRooms = pureLayers.flat();

const outerRooms: Readonly<Record<string, readonly string[]>> = {
  ports: pureRooms,
  config: pureRooms,
  adapters: [...pureRooms, 'ports'],
  app: [...pureRooms, 'ports', 'config'],
  compose: [...pureRooms, 'ports', 'config', 'adapters', 'app'],
  api: [...pureRooms, 'ports', 'config', 'app'],
  cli: [...pureRooms, 'ports', 'config', 'app', 'compose', 'api'],
};

/** The rooms that a room may import from, itself left out, or undefined for an unknown room. */
export function mayImport(room: string): readonly string[] | undefined {
  const level = pureLayers.findIndex((layer) => layer.includes(room));
  return level >= 0 ? pureLayers.slice(0, level).flat() : outerRooms[room];
}

/** The room of a source file: src/plan/plan.ts is in plan, src/compose.ts in compose, api/auth.ts in api. */
export function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

/** The one file of the pure rooms that may wait and call Node: it loads a backend, whose functions then compute at once. */
const loadsBackend = 'src/learning/network/backend.ts';

export function isPure(path: string): boolean {
  return path.startsWith('src/') && pureRooms.includes(roomOf(path)) && path !== loadsBackend;
}
