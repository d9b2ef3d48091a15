import { expect, test } from "vitest";
import { countPlaywright, countVitest } from "../../support/counts.ts";

const vitest = (
  passed: number,
  failed: number,
  files: { status: string; assertionResults: unknown[] }[] = [],
) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: files,
});

test("tests are counted as the runners report them", () => {
  expect(countVitest(vitest(5, 2), 1)).toEqual({ passed: 5, failed: 2 });
  expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1 } }, 1)).toEqual({
    passed: 4,
    failed: 1,
  });
});

test("what fails outside a test counts too: a file that does not load, a hook, no report at all", () => {
  expect(countVitest(vitest(5, 0, [{ status: "failed", assertionResults: [] }]), 1)).toEqual({
    passed: 5,
    failed: 1,
  });
  expect(countVitest(vitest(5, 0), 1)).toEqual({ passed: 5, failed: 1 });
  expect(countVitest(undefined, 0)).toEqual({ passed: 0, failed: 1 });
  expect(countPlaywright({ stats: { expected: 3, unexpected: 0, flaky: 0 } }, 1)).toEqual({
    passed: 3,
    failed: 1,
  });
});
