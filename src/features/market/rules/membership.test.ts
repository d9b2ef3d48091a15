import { expect, test } from "vitest";
import { membershipOf } from "./membership.ts";

test("says members' or free to play of an item of the catalogue, and nothing of an unknown id", () => {
  expect(membershipOf({ members: true, icon: "Abyssal whip.png" })?.word).toBe("Members");
  expect(membershipOf({ members: false, icon: "Nature rune.png" })?.word).toBe("Free to play");
  expect(membershipOf({ members: false, icon: "" })).toBeNull();
});
