/** Breaks a text into lines for a terminal. */

export const terminalColumns = 90;

/** Lines of the text, each begun with so many spaces. */
export function wrap(text: string, indent = 0, columns = terminalColumns): readonly string[] {
  const space = ' '.repeat(indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      lines.push(space + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, space + line];
}

/** Rows of a name and its explanation, the explanations below each other. */
export function definitions(
  rows: readonly (readonly [name: string, explanation: string])[],
  indent = 2,
): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, explanation]) => {
    const [first = '', ...rest] = wrap(explanation, indent + width + 2);
    return [`${' '.repeat(indent)}${name.padEnd(width)}${first.slice(indent + width)}`, ...rest];
  });
}
