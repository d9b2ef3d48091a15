import { expect, test } from "vitest";
import { countPlaywright, countVitest } from "../../support/counts.ts";
import { failedPlaywright, failedVitest } from "../../support/failed-tests.ts";

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

test("failed tests are named with their message, files that do not load too", () => {
  const report = {
    testResults: [
      {
        name: "/house/tests/a.test.ts",
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "stands" },
          {
            status: "failed",
            fullName: "falls",
            failureMessages: ["\u001B[31mAssertionError: expected 1 to be 2\u001B[39m\n    at it.ts:1"],
          },
        ],
      },
      { name: "/house/b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    ],
  };
  expect(failedVitest(report, "/house")).toEqual([
    "tests/a.test.ts › falls\n    AssertionError: expected 1 to be 2",
    "b.test.ts\n    no such module",
  ]);
  expect(failedVitest(undefined, "/house")).toEqual([]);
});

test("so are browser tests, at any depth", () => {
  const spec = (title: string, ok: boolean, message: string) => ({
    ok,
    title,
    file: "a.spec.ts",
    line: 3,
    tests: [{ results: [{ errors: [{ message }] }] }],
  });
  const inner = { title: "inner", specs: [spec("falls", false, "Timeout"), spec("stands", true, "")] };
  expect(failedPlaywright({ suites: [{ suites: [inner] }] })).toEqual(["a.spec.ts:3 › falls\n    Timeout"]);
});
