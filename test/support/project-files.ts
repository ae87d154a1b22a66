/** The text files of the project, as the tests of its style read them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..', '..');

export type ProjectFile = {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
};

function pathsBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** All files below the folders (or the files themselves) whose names end so, in order of their paths. */
export function projectFiles(
  places: readonly string[],
  endings: readonly string[],
): readonly ProjectFile[] {
  return places
    .map((place) => join(projectRoot, place))
    .flatMap((place) =>
      existsSync(place) && statSync(place).isFile() ? [place] : pathsBelow(place),
    )
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({
      path: relative(projectRoot, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `file:line` of a place in a text. */
export function placeOf(file: ProjectFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split('\n').length}`;
}

/** One line for each place where the pattern (with flag g) is found. */
export function occurrences(
  file: ProjectFile,
  pattern: RegExp,
  message: (found: string) => string,
): readonly string[] {
  return [...file.text.matchAll(pattern)].map(
    (match) => `${placeOf(file, match.index)}: ${message(match[0])}`,
  );
}
