/** Wrong letters that a typed word may have: none below four letters, two from six on. */
export const typosAllowed = (length: number): number => (length >= 6 ? 2 : length >= 4 ? 1 : 0);

/** Reused by each call: a keystroke compares thousands of words. Longer texts are not compared. */
const LONGEST = 64;
const newRow = () => new Uint8Array(LONGEST + 2);
const kept = { before: newRow(), above: newRow(), row: newRow() };

/**
 * The fewest wrong letters (inserted, left out, replaced, or two next to each other swapped) between a typed text and
 * the start of a word, so that an unfinished word is found too. Null above `most`.
 */
export function typosBetween(typed: string, word: string, most: number): number | null {
  const letters = typed.length;
  if (letters - word.length > most || letters > LONGEST) return null;
  // The start of the word that could match has at most this many letters.
  const width = Math.min(word.length, letters + most, LONGEST);
  const far = most + 1;
  let { before, above, row } = kept;
  for (let col = 0; col <= width + 1; col++) above[col] = Math.min(col, far);
  for (let line = 1; line <= letters; line++) {
    const first = Math.max(1, line - most);
    const last = Math.min(width, line + most);
    row[first - 1] = first === 1 ? Math.min(line, far) : far;
    let least = row[first - 1] ?? far;
    for (let col = first; col <= last; col++) {
      const same = typed.charCodeAt(line - 1) === word.charCodeAt(col - 1);
      let cost = Math.min(
        (above[col - 1] ?? far) + (same ? 0 : 1),
        (above[col] ?? far) + 1,
        (row[col - 1] ?? far) + 1,
      );
      const isSwap =
        line > 1 &&
        col > 1 &&
        typed.charCodeAt(line - 1) === word.charCodeAt(col - 2) &&
        typed.charCodeAt(line - 2) === word.charCodeAt(col - 1);
      if (isSwap) cost = Math.min(cost, (before[col - 2] ?? far) + 1);
      row[col] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    row[last + 1] = far;
    if (least > most) return null;
    [before, above, row] = [above, row, before];
  }
  let best = far;
  for (let col = Math.max(0, letters - most); col <= width; col++) best = Math.min(best, above[col] ?? far);
  return best > most ? null : best;
}
