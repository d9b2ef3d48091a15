import { setTimeout as sleep } from "node:timers/promises";

const PRICES_LIMIT_MS = 60_000;

/** Waits for the first hours of history, from which sparklines and volumes come. */
export async function untilPriced(url: string): Promise<void> {
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
