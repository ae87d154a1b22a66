/** The first place where two JSON values differ, for a person who must find out why. */

export type Difference = {
  /** Such as legs[0].quantity. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
};

/** Depth first, keys in the order of the left value and then those that only the right one has; undefined when they are the same. */
export function firstDifference(left: unknown, right: unknown, path = ''): Difference | undefined {
  if (Object.is(left, right)) return undefined;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) {
    return { path, left, right };
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], pathTo(path, key, Array.isArray(left)));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function pathTo(path: string, key: string, isArray: boolean): string {
  if (isArray) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
