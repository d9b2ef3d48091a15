type Element = string | number | boolean | null;

/** NULL must stand bare, all else may be quoted; a number needs no quotes. */
const literal = (value: Element): string => {
  if (value === null) return "NULL";
  return typeof value === "string" ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : String(value);
};

/** An array as PostgreSQL writes it, for `${pgArray(ids)}::int[]`: connections do not ask the server for array types. */
export const pgArray = (values: readonly Element[]): string => `{${values.map(literal).join(",")}}`;
