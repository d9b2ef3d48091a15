/** A decoded form. Hashes have no prototype, so a key such as `__proto__` is an ordinary name. */
export type FormValue = string | FormHash;
export type FormHash = { [name: string]: FormValue };

const MAX_DEPTH = 8;
const MAX_FIELDS = 2_000;

const emptyHash = (): FormHash => Object.create(null) as FormHash;

function pathOf(key: string): string[] {
  const open = key.indexOf("[");
  if (open <= 0 || !key.endsWith("]")) return [key];
  return [key.slice(0, open), ...key.slice(open + 1, -1).split("][")];
}

/**
 * Decodes form encoding with nested keys as stripe-node writes it: `items[0][price]=x`, `expand[]=y`. A list is a
 * hash with its indices as names. Null if there are too many fields or levels.
 */
export function decodeForm(body: string): FormHash | null {
  const root = emptyHash();
  const pairs = [...new URLSearchParams(body)];
  if (pairs.length > MAX_FIELDS) return null;
  for (const [key, value] of pairs) {
    const path = pathOf(key);
    if (path.length > MAX_DEPTH) return null;
    let hash = root;
    path.forEach((part, depth) => {
      const name = part === "" ? String(Object.keys(hash).length) : part;
      if (depth === path.length - 1) {
        hash[name] = value;
        return;
      }
      const inner = hash[name];
      const next = typeof inner === "object" ? inner : emptyHash();
      hash[name] = next;
      hash = next;
    });
  }
  return root;
}
