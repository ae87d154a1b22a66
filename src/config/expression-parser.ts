/** The parser of expressions, loaded when the first is read: it takes half a second, and few portfolios need it. */
import { createRequire } from 'node:module';
import type { ExpressionParser } from '../base/expression.ts';

const require = createRequire(import.meta.url);

export const parseExpression: ExpressionParser = (text) =>
  (require('mathjs/number') as typeof import('mathjs')).parse(text);
