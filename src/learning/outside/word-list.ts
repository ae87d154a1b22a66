/** Words that make a piece of news good or bad, from −1 to 1 each, and the sentiment of a text by them: the mean of its words. */

/** Our own, chosen by hand for news on markets. */
const goodWords = `
  adopt adopted adoption adopts approval approve approved boost boosted boosts breakthrough bullish climb climbed climbs confidence
  gain gained gains grow growing growth inflow inflows jump jumped jumps optimism optimistic partnership profit profits rally rallied
  rallies rebound rebounded rebounds recover recovered recovers recovery relief rise rises rising rose soar soared soars strong
  success successful surge surged surges upgrade upgraded win wins`;
const badWords = `
  ban banned bans bankrupt bankruptcy bearish charged charges collapse collapsed collapses contagion crackdown crash crashed crashes
  crisis decline declined declines drop dropped drops exploit exploited fall falling falls fear fears fell fraud hack hacked hackers
  halt halted insolvent insolvency lawsuit layoffs liquidated liquidation liquidations lose loses loss losses outflow outflows panic
  plunge plunged plunges probe recession scam selloff slump slumped slumps stolen sued sues theft tumble tumbled tumbles turmoil warn
  warned warning warns`;

export type WordList = ReadonlyMap<string, number>;

/** Letters, with an apostrophe as in don't. */
const word = /[\p{L}']+/gu;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(word) ?? [];

export function isWord(text: string): boolean {
  return wordsOf(text)[0] === text;
}

export const ownWords: WordList = new Map([
  ...wordsOf(goodWords).map((word) => [word, 1] as const),
  ...wordsOf(badWords).map((word) => [word, -1] as const),
]);

/** 0 for a text without any of the words. */
export function sentimentOf(text: string, words: WordList): number {
  const found = wordsOf(text).flatMap((word) => words.get(word) ?? []);
  return found.length === 0 ? 0 : found.reduce((sum, score) => sum + score, 0) / found.length;
}
