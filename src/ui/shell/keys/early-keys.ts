type Early = { geEarlyKey?: string | null; geEarlyKeys?: (event: KeyboardEvent) => void };

/**
 * Runs in the head: keeps the last of the keys that open something (Ctrl+K, `/`, `?`) until the page's scripts listen,
 * which takes seconds on a slow machine.
 */
export const EARLY_KEYS_SCRIPT = `addEventListener("keydown",window.geEarlyKeys=function(e){if(e.altKey||e.target.closest&&e.target.closest("input,textarea,select"))return;var c=e.ctrlKey||e.metaKey,k=c?e.key.toLowerCase()==="k"&&"k":(e.key==="/"||e.key==="?")&&e.key;if(k){e.preventDefault();window.geEarlyKey=k}})`;

/** Whether this key was the last one pressed before the page's scripts ran. From now on the page listens itself. */
export function wasPressedEarly(key: "k" | "/" | "?"): boolean {
  const early = globalThis as Early;
  if (early.geEarlyKeys !== undefined) removeEventListener("keydown", early.geEarlyKeys);
  if (early.geEarlyKey !== key) return false;
  early.geEarlyKey = null;
  return true;
}
