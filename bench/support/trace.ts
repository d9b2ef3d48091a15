import type { CDPSession, Page } from "@playwright/test";

type TraceEvent = {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
};

export type MainThread = {
  /** The longest single task in ms, which a user notices as a stall. */
  longestMs: number;
  /** All tasks of the page's main thread together, in ms. */
  totalMs: number;
};

/** Traces the page's main thread while `action` runs, with Chromium's own tracing. */
export async function traceMainThread(page: Page, action: () => Promise<void>): Promise<MainThread> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
    },
  });
  await action();
  await session.send("Tracing.end");
  await complete;
  await session.detach();

  const main = events.find(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const tasks = events.filter(
    ({ name, tid, pid }) => name === "RunTask" && tid === main?.tid && pid === main.pid,
  );
  if (main === undefined || tasks.length === 0)
    throw new Error("the trace holds no task of the page's main thread");
  const durations = tasks.map(({ dur }) => (dur ?? 0) / 1000);
  return { longestMs: Math.max(...durations), totalMs: durations.reduce((a, b) => a + b, 0) };
}
