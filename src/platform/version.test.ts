import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeVersion, readVersion } from "./version.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "version-"));
  writeFileSync(join(dir, "package.json"), '{ "name": "desk", "version": "1.2.3" }');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: dir,
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env["PATH"], HOME: dir },
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const commit = (): string => {
  git("commit", "--quiet", "--allow-empty", "--message", "change");
  return git("rev-parse", "HEAD").slice(0, 12);
};

test("without a checkout it is the version of package.json alone", () => {
  expect(readVersion(dir)).toEqual({ version: "1.2.3", revision: null });
  expect(describeVersion(readVersion(dir))).toBe("GE-Metrics 1.2.3");
});

test("the revision is the checkout's: of a branch, packed or not, of no branch, and in a worktree", () => {
  git("init", "--quiet");
  expect(readVersion(dir).revision).toBeNull();
  const first = commit();
  expect(readVersion(dir)).toEqual({ version: "1.2.3", revision: first });
  expect(describeVersion(readVersion(dir))).toBe(`GE-Metrics 1.2.3 (${first})`);
  git("pack-refs", "--all");
  expect(readVersion(dir).revision).toBe(first);
  const second = commit();
  expect(readVersion(dir).revision).toBe(second);
  git("checkout", "--quiet", "--detach", first);
  expect(readVersion(dir).revision).toBe(first);

  git("worktree", "add", "--quiet", "-b", "other", join(dir, "tree"), second);
  writeFileSync(join(dir, "tree", "package.json"), '{ "version": "1.3.0" }');
  expect(readVersion(join(dir, "tree"))).toEqual({ version: "1.3.0", revision: second });
  expect(readVersion(dir).revision).toBe(first);
});
