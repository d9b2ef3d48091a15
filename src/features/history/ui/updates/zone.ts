/** The reader's time zone, such as `Europe/Paris`. For the browser only; on the server it is the server's zone. */
export const readerZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Formats a time in a zone: `21 Nov 2026, 10:00`, with seconds only if they are not 0. */
export const inZone = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: atMs % 60_000 === 0 ? "short" : "medium",
    timeZone,
  }).format(atMs);
