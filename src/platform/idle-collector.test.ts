import { expect, test } from "vitest";
import { BACKGROUND, createIdleCollector } from "./idle-collector.ts";

const MB = 1024 * 1024;

test("collects once a heap has grown and the process is idle, and again only after more growth", () => {
  let collections = 0;
  const check = createIdleCollector(() => (collections += 1));
  const see = (utilization: number, heapMb: number, afterMb = heapMb) =>
    check({ utilization, heapBytes: heapMb * MB }, () => afterMb * MB);
  see(0.01, 100);
  expect(collections).toBe(0);
  see(0.9, 250);
  expect(collections).toBe(0);
  see(0.05, 250, 120);
  expect(collections).toBe(1);
  see(0.05, 130);
  expect(collections).toBe(1);
  see(0.05, 160, 118);
  expect(collections).toBe(2);
});

test("collects a minute after the last time even if the heap has not grown, once it is idle", () => {
  let collections = 0;
  const check = createIdleCollector(() => (collections += 1));
  const see = (utilization: number) => check({ utilization, heapBytes: 200 * MB }, () => 100 * MB);
  for (let at = 0; at < 6; at++) see(0.5);
  expect(collections).toBe(0);
  see(0.01);
  expect(collections).toBe(1);
});

test("a process for whose pauses nobody waits collects while it is half busy, and less", () => {
  let collections = 0;
  const check = createIdleCollector(() => (collections += 1), BACKGROUND);
  const see = (utilization: number, heapMb: number) =>
    check({ utilization, heapBytes: heapMb * MB }, () => 100 * MB);
  see(1, 100);
  see(0.6, 190);
  see(0.4, 115);
  expect(collections).toBe(0);
  see(0.4, 120);
  expect(collections).toBe(1);
});
