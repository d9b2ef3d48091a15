import { expect, test } from "vitest";
import { membershipOf } from "./membership.ts";

test("says members' or free to play of an item of the catalogue, and nothing of an unknown id", () => {
  expect(membershipOf(true)?.word).toBe("Members");
  expect(membershipOf(false)?.word).toBe("Free to play");
  expect(membershipOf(null)).toBeNull();
});
