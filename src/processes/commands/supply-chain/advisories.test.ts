import { expect, test } from "vitest";
import { describeAdvisories, readAdvisories } from "./advisories.ts";

const audit = (vulnerabilities: Record<string, number>) =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: {}, metadata: { vulnerabilities } });

test("counts by severity are read, and high and critical are serious", () => {
  const counts = { info: 0, low: 1, moderate: 2, high: 3, critical: 4, total: 10 };
  expect(readAdvisories(audit(counts))).toEqual({ counts, serious: 7 });
  expect(describeAdvisories({ counts, serious: 7 })).toContain("1 low, 2 moderate, 3 high, 4 critical.");
  const none = readAdvisories(audit({ info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 }));
  expect(none).toMatchObject({ serious: 0 });
  expect(describeAdvisories(none)).toBe("advisories: none for the installed versions");
});

test.each([
  [
    JSON.stringify({ message: "501 Not Implemented - POST https://registry.example/-/npm", statusCode: 501 }),
    "501 Not Implemented - POST https://registry.example/-/npm",
  ],
  ["", "npm printed no answer"],
  ["<html>", "npm printed no answer"],
  ["{}", "npm printed no answer"],
])("what is no audit is no answer, and never reads as none found: %s", (output, why) => {
  const advisories = readAdvisories(output);
  expect(advisories).toEqual({ unanswered: why });
  expect(describeAdvisories(advisories)).toContain(`the registry in use does not answer npm audit (${why})`);
});
