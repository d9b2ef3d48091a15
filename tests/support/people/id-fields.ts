import { z } from "zod";
import type { ZodType } from "zod";

type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema };

/** Names by which inputs call what belongs to a user. Items are everybody's, and their ids are numbers. */
const ID_NAME = /^(?:id|ids|token|character|toCharacter|mergeInto|importId|[a-z]+Ids?)$/;

const isText = ({ type, items }: Schema): boolean =>
  type === "string" || (type === "array" && items?.type === "string");

/** The fields of an input that take the id of something, and whether the input needs them. */
function idFieldsOf(input: ZodType): { name: string; isNeeded: boolean }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input, {
    io: "input",
    unrepresentable: "any",
  }) as Schema;
  return Object.entries(properties)
    .filter(([name, schema]) => ID_NAME.test(name) && isText(schema))
    .map(([name]) => ({ name, isNeeded: required.includes(name) }));
}

type Procedures = Readonly<
  Record<string, { _def: { inputs: readonly ZodType[]; meta?: { access?: string } } }>
>;

/** The procedures of users that take ids, with the fields that do. */
export const takersOfIds = (procedures: Procedures) =>
  Object.entries(procedures)
    .filter(([, { _def }]) => _def.meta?.access === "user")
    .map(([path, { _def }]) => ({ path, fields: _def.inputs.flatMap(idFieldsOf) }))
    .filter(({ fields }) => fields.length > 0);
