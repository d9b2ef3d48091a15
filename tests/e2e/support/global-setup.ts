import { setTimeout as sleep } from "node:timers/promises";
import { startDesk } from "./desk.ts";

const PRICES_LIMIT_MS = 60_000;

/** One copy of the product for all specs, with its first prices in. E2E_BASE_URL names one that runs already, E2E_MAIL_URL its maildev. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env["E2E_BASE_URL"];
  const desk =
    given === undefined
      ? await startDesk()
      : { url: given, mailUrl: null, dataDir: null, stop: async () => undefined };
  try {
    await untilPriced(desk.url);
  } catch (error) {
    await desk.stop();
    throw error;
  }
  process.env["E2E_BASE_URL"] = desk.url;
  if (desk.mailUrl !== null) process.env["E2E_MAIL_URL"] = desk.mailUrl;
  if (desk.dataDir !== null) process.env["E2E_DATA_DIR"] = desk.dataDir;
  return desk.stop;
}

/** Some specs look at sparklines and volumes, which come with the first hours of history. */
async function untilPriced(url: string): Promise<void> {
  const until = performance.now() + PRICES_LIMIT_MS;
  for (;;) {
    const answer = await fetch(`${url}/trpc/items.getStatus`).catch(() => null);
    const body = (await answer?.json().catch(() => null)) as {
      result?: { data?: { state?: string; oneHourAt?: number | null } };
    } | null;
    const status = body?.result?.data;
    if (status?.state === "live" && typeof status.oneHourAt === "number") return;
    if (performance.now() > until)
      throw new Error(`No prices within ${PRICES_LIMIT_MS} ms: ${JSON.stringify(body)}`);
    await sleep(250);
  }
}
