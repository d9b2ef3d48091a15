const NAME = "#view=";
const MAX_NAME_LENGTH = 40;

/** The address of a view. Its name comes behind the `#`, which no server sees. */
export const shareAddress = (origin: string, { name, view }: { name: string; view: string }): string =>
  `${origin}/${view}${NAME}${encodeURIComponent(name)}`;

/** The name that a shared address offers for its view; empty without one. */
export function offeredName(hash: string): string {
  if (!hash.startsWith(NAME)) return "";
  try {
    return decodeURIComponent(hash.slice(NAME.length)).slice(0, MAX_NAME_LENGTH);
  } catch {
    return "";
  }
}
