import type { Refusals } from "#features/feed/rules/values.ts";

/** Points: `read` = `stored` + `unchanged` + the sum of `refused`. A line that is not an answer counts as one point. */
export type ImportCounts = {
  bytes: number;
  answers: number;
  read: number;
  stored: number;
  unchanged: number;
  refused: Refusals;
};
