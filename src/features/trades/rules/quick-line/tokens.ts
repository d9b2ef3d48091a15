/** A word of a typed line, with where it stands in it. */
export type Token = { text: string; start: number; end: number };

export const tokensOf = (line: string): Token[] =>
  [...line.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

export const lower = (tokens: readonly Token[]): string =>
  tokens.map(({ text }) => text.toLowerCase()).join(" ");
