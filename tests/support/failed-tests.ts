import { relative } from "node:path";
import { z } from "zod";

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});

const playwrightSuite = z.object({
  get suites() {
    return z.array(playwrightSuite).default([]);
  },
  specs: z
    .array(
      z.object({
        ok: z.boolean(),
        title: z.string(),
        file: z.string(),
        line: z.number(),
        tests: z.array(
          z.object({
            results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default("") })) })),
          }),
        ),
      }),
    )
    .default([]),
});
type PlaywrightSuite = z.infer<typeof playwrightSuite>;

const playwrightReport = z.object({ suites: z.array(playwrightSuite) });

/** The first lines of a message, without terminal colours: the assertion and its two values, not the stack. */
const MESSAGE_LINES = 12;
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001B\[[\d;]*m/g;

const describe = (test: string, message: string): string =>
  [
    test,
    ...message
      .replaceAll(COLOURS, "")
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^\s+at /.test(line))
      .slice(0, MESSAGE_LINES)
      .map((line) => `    ${line}`),
  ].join("\n");

/** Each failed test of vitest's JSON report: its file, name and message. A file that does not load is one of them. */
export function failedVitest(report: unknown, root: string): string[] {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return [];
  return parsed.data.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [describe(path, file.message)];
    return failed.map((test) => describe(`${path} › ${test.fullName}`, test.failureMessages.join("\n")));
  });
}

/** Each failed test of Playwright's JSON report, in the same form. */
export function failedPlaywright(report: unknown): string[] {
  const parsed = playwrightReport.safeParse(report);
  return parsed.success ? parsed.data.suites.flatMap(failedOfSuite) : [];
}

const failedOfSuite = (suite: PlaywrightSuite): string[] => [
  ...suite.specs
    .filter(({ ok }) => !ok)
    .map((spec) => {
      const errors = spec.tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return describe(`${spec.file}:${spec.line} › ${spec.title}`, errors[0]?.message ?? "");
    }),
  ...suite.suites.flatMap(failedOfSuite),
];
