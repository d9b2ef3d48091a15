type Element = string | number | boolean | null;

/** NULL must not be quoted, text must be, and a number needs no quotes. */
const toLiteral = (value: Element): string => {
  if (value === null) return "NULL";
  return typeof value === "string" ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : String(value);
};

/** A PostgreSQL array literal for `${pgArray(ids)}::int[]`. Needed because connections do not fetch array types. */
export const pgArray = (values: readonly Element[]): string => `{${values.map(toLiteral).join(",")}}`;
