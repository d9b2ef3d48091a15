/** The reader's own zone, such as `Europe/Paris`. In browsers only: the server's is nobody's. */
export const readerZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `21 Nov 2026, 10:00` in a zone; seconds only where there are some. */
export const inZone = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: atMs % 60_000 === 0 ? "short" : "medium",
    timeZone,
  }).format(atMs);
