const OPEN = "ge:open-key-map";

/** Opens the map of keys, from anywhere on the page. */
export const openKeyMap = (): boolean => document.dispatchEvent(new Event(OPEN));

export function onOpenKeyMap(open: () => void): () => void {
  document.addEventListener(OPEN, open);
  return () => document.removeEventListener(OPEN, open);
}
