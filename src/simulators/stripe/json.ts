type Hash = Record<string, unknown>;
export const isHash = (value: unknown): value is Hash =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue);
  if (!isHash(value)) return value;
  const copy: Hash = {};
  for (const [name, one] of Object.entries(value)) copy[name] = copyValue(one);
  return copy;
}

/**
 * Deep-copies plain data. Several times faster than structuredClone, which matters because every event needs a
 * copy.
 */
export const copyJson = <T>(value: T): T => copyValue(value) as T;

/** Whether two plain data values are equal. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => isSameJson(one, b[index]));
  if (!isHash(a) || !isHash(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => name in b && isSameJson(a[name], b[name]))
  );
}
