/** A process that runs attacks on a copy until it is disconnected, then reports what each did. */
import { attacks } from "./attacks.ts";
import type { Tally } from "./attacks.ts";

export type AttackOrder = { url: string; deadCookies: readonly string[]; seconds: number };
export type AttackReport = Record<string, Tally>;

process.once("message", (order: AttackOrder) => {
  run(order).then(
    (report) => process.send?.(report, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once("disconnect", () => process.exit(0));

async function run({ url, deadCookies, seconds }: AttackOrder): Promise<AttackReport> {
  const until = performance.now() + seconds * 1_000;
  const isOver = () => performance.now() > until;
  const reports = Object.entries(attacks).map(async ([name, attack]) => {
    const tally: Tally = {};
    await attack({ url: new URL(url), deadCookies, isOver, tally });
    return [name, tally] as const;
  });
  return Object.fromEntries(await Promise.all(reports));
}
