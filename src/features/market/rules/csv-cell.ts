/** What a spreadsheet would run as a formula, also behind apostrophes, so that `plainText` finds back every text. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * A text as a CSV cell: quoted where RFC 4180 requires it, and behind an apostrophe where a spreadsheet would run it as a
 * formula. Numbers are written without it, so that those below 0 stay numbers.
 */
export function csvCell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The text of a cell that `csvCell` wrote, once its quotes are read. */
export const plainText = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
