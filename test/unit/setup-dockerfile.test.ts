/** The Dockerfile, read as text: no root, no development dependencies, a health check, and sources that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

type Instruction = { readonly name: string; readonly words: readonly string[] };

function readInstructions(text: string): readonly Instruction[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      return { name, words };
    });
}

const instructions = readInstructions(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
const ignored = readFileSync(join(projectRoot, '.dockerignore'), 'utf8').split('\n');
const finalStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));

function linesOf(name: string, stage: readonly Instruction[] = finalStage): readonly string[] {
  return stage.filter((one) => one.name === name).map(({ words }) => words.join(' '));
}

describe('the Dockerfile', () => {
  it('uses only instructions that exist', () => {
    const known =
      /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|ENTRYPOINT|CMD|ARG|LABEL)$/;
    expect(instructions.filter(({ name }) => !known.test(name))).toEqual([]);
  });

  it('builds on the slim image of Node 24 in two stages', () => {
    expect(linesOf('FROM', instructions)).toEqual(['node:24-slim AS dependencies', 'node:24-slim']);
  });

  it('installs by the lock file, without development dependencies', () => {
    const installs = linesOf('RUN', instructions).filter((line) => line.includes('npm'));
    expect(installs).toHaveLength(1);
    expect(installs[0]).toMatch(/^npm ci --omit=dev/);
  });

  it('copies what exists and is not ignored', () => {
    const sources = instructions
      .filter(({ name, words }) => name === 'COPY' && !words[0]?.startsWith('--from='))
      .flatMap(({ words }) => words.slice(0, -1));
    expect(sources).toContain('src');
    expect(sources.filter((source) => !existsSync(join(projectRoot, source)))).toEqual([]);
    expect(sources.filter((source) => !ignored.includes(`!${source}`))).toEqual([]);
  });

  it('runs as a user without rights, after the last command that needs them', () => {
    expect(linesOf('USER')).toEqual(['node']);
    const user = finalStage.findIndex(({ name }) => name === 'USER');
    expect(finalStage.findLastIndex(({ name }) => name === 'RUN')).toBeLessThan(user);
  });

  it('keeps its state in a volume of that user', () => {
    expect(linesOf('ENV').join(' ')).toContain('BALLAST_HOME=/data');
    expect(linesOf('VOLUME')).toEqual(['/data']);
    expect(linesOf('RUN').join(' ')).toContain('chown node:node /data');
  });

  it('serves to outside the container and asks itself whether it is well', () => {
    expect(linesOf('EXPOSE')).toEqual(['8420']);
    expect(linesOf('CMD')).toEqual(['["serve", "--host", "0.0.0.0"]']);
    expect(linesOf('HEALTHCHECK').join(' ')).toMatch(
      /CMD \["node", "-e", "fetch\('http:\/\/127\.0\.0\.1:8420\/health'\)/,
    );
  });
});
