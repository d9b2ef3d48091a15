import { expect, test } from "vitest";
import { fieldsOf, formSchema, noFields } from "./form-schema.ts";

const update = { at: Date.UTC(2026, 10, 18, 11, 30), kind: "game", title: "A new boss", url: null } as const;

test("saves what the fields show", () => {
  expect(formSchema(undefined).parse(fieldsOf(update))).toEqual(update);
  expect(formSchema(7).parse(fieldsOf({ ...update, url: "https://example.org/news" }))).toEqual({
    ...update,
    id: 7,
    url: "https://example.org/news",
  });
});

test("every error names its field and has a message", () => {
  const read = formSchema(undefined).safeParse({ ...noFields, url: "http://example.org" });
  const faults = Object.fromEntries(read.error?.issues.map(({ path, message }) => [path[0], message]) ?? []);
  expect(faults).toEqual({
    at: "Say when it came",
    title: "Say in a few words what came",
    url: "Write an address that begins with https://",
  });
});
