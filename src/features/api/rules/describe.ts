import type { Schema } from "#features/api/rules/openapi.ts";

/** Describes the values of a schema: `whole number or null`, `one of 5m, 1h`, `list`. */
export function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.join(", ")}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(" or ");
  switch (schema.type) {
    case "integer":
      return "whole number";
    case "boolean":
      return "true or false";
    case "string":
      return "text";
    case "array":
      return "list";
    default:
      return schema.type ?? "anything";
  }
}

export type Field = { name: string; kind: string; required: boolean; description: string };

/** The fields of an answer, as paths from the root: `data.<id>.high`, `[].name`. */
export function fieldsOf(schema: Schema, path = "", required = true): Field[] {
  const own = path === "" ? [] : [fieldOf(schema, path, required)];
  if (schema.type === "array" && schema.items !== undefined) {
    return [...own.filter(({ description }) => description !== ""), ...fieldsOf(schema.items, `${path}[]`)];
  }
  if (typeof schema.additionalProperties === "object") {
    return [...own, ...fieldsOf(schema.additionalProperties, `${path}.<id>`)];
  }
  if (schema.properties === undefined) return own;
  const prefix = path === "" ? "" : `${path}.`;
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    fieldsOf(inner, `${prefix}${name}`, schema.required?.includes(name) ?? false),
  );
}

const fieldOf = (schema: Schema, name: string, required: boolean): Field => ({
  name,
  kind: kindOf(schema),
  required,
  description: schema.description ?? "",
});
