import { expect, it } from "vitest";
import { initialOf } from "./initial.ts";

it.each([
  ["zezima", "Z"],
  ["👨‍👩‍👧 family", "👨‍👩‍👧"],
  ["e\u0301lodie", "E\u0301"],
  ["שלום", "ש"],
  ["", "?"],
])("takes the first sign of %j", (name, initial) => expect(initialOf(name)).toBe(initial));
