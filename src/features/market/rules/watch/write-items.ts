type Entry = { id: number; name: string };

/** Quotes a cell where RFC 4180 requires it. Prefixes what a spreadsheet would run as a formula with an apostrophe. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A list as CSV (RFC 4180) with a head. */
export const toCsv = (items: readonly Entry[]): string =>
  ["Item id,Item", ...items.map(({ id, name }) => `${id},${cell(name)}`), ""].join("\r\n");

export const toJson = (name: string, items: readonly Entry[]): string =>
  `${JSON.stringify({ name, items: items.map((item) => ({ id: item.id, name: item.name })) }, null, 2)}\n`;

/** The names, one a line. */
export const toText = (items: readonly Entry[]): string => `${items.map(({ name }) => name).join("\n")}\n`;
