/** The pages of the documentation, taken apart: code blocks with what is said to be done with them, inline code, links. */
import { type ProjectFile, projectFiles } from './project-files.ts';

export type CodeBlock = {
  /** `sh`, `yaml` … */
  readonly language: string;
  readonly text: string;
  /** The exit code to expect after `<!-- run -->` (0) or `<!-- run: 10 -->`; undefined where it is not to be run. */
  readonly exitCode: number | undefined;
  /** After `<!-- shows -->`: its lines are part of what the block run before has printed. */
  readonly isShown: boolean;
};

export const pages: readonly ProjectFile[] = projectFiles(
  [
    ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ...['data/README.md', 'bench/README.md', 'docs'],
  ],
  ['.md'],
);

const block = /^( *)(?:<!-- (run|shows)(?:: (\d+))? -->\n *)?```(\w*)\n([\s\S]*?)^ *```$/gm;

export function blocksOf({ text }: ProjectFile): readonly CodeBlock[] {
  return [...text.matchAll(block)].map(
    ([, indent = '', mark, exitCode, language = '', content = '']) => ({
      language,
      text: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      exitCode: mark === 'run' ? Number(exitCode ?? 0) : undefined,
      isShown: mark === 'shows',
    }),
  );
}

/** What stands in single backticks outside of blocks. */
export function inlineCodeOf(page: ProjectFile): readonly string[] {
  return [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Targets of links, external ones included. */
export function linksOf(page: ProjectFile): readonly string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

function proseOf({ text }: ProjectFile): string {
  return text.replaceAll(block, '');
}
