import { expect, test } from "vitest";
import { refuseWeakPassword } from "./refuse-weak-password.ts";

const owner = {
  email: "zezima.of.varrock@example.com",
  name: "Zezima of Varrock",
  field: "password",
} as const;
const refusalOf = (password: string): string | null => {
  try {
    refuseWeakPassword(password, owner);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

test.each([
  "123qweasdzxc",
  "1QAZ2wsx3edc",
  "password12345",
  "!!!Dragon!!!2026",
  "qwertyuiop12",
  "123456789012",
])("%s is refused as common", (password) => {
  expect(refusalOf(password)).toMatch(/^Many people/);
});

test.each(["Zezima of Varrock", "zezima.of.varrock", "ZEZIMA.OF.VARROCK@example.com", " zezima of varrock "])(
  "%s is refused as the owner's own",
  (password) => {
    expect(refusalOf(password)).toMatch(/^This is your name/);
  },
);

test.each(["correct horse battery", "plain tuna lighthouse", "tJ4-vb0Qx_7zP", "пароль из пяти слов"])(
  "%s is accepted",
  (password) => {
    expect(refusalOf(password)).toBeNull();
  },
);
