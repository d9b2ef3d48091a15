"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Timestep } from "#features/history/contract.ts";
import { reloadMark } from "#features/history/rules/chart/reload.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { trpc } from "#trpc/client.tsx";
import { readNow, useTimedText } from "#ui/format/now.tsx";

/** Open pages spread their reloads over this time, because they all hear of a new bucket at once. */
const SPREAD_MS = 10_000;

const bucketAt = (nowMs: number, stepS: number): number => Math.floor(nowMs / (stepS * 1000)) * stepS * 1000;

/** The start of the current bucket (epoch ms). The component renders again when the next one starts. */
export function useOpenBucket(stepS: number): number {
  return Number(useTimedText(useCallback((nowMs: number) => String(bucketAt(nowMs, stepS)), [stepS])));
}

/**
 * The bucket (its start, epoch ms) that was open when a chart of this step last had a reason to load, and the number of
 * such reasons since it opened: a bucket that closed, or during the backfill a tick. Each comes after a random delay.
 */
export function useChartTime(step: Timestep): { openMs: number; reloads: number } {
  const openMs = useOpenBucket(STEP_S[step]);
  const status = trpc.items.getStatus.useQuery(undefined, { enabled: false }).data;
  const mark = status === undefined ? null : reloadMark(step, status);
  const [held, hold] = useState({ step, mark, openMs, reloads: 0 });
  // Another step starts with its own bucket, and the first status is no news.
  if (held.step !== step) hold({ ...held, step, mark, openMs });
  else if (held.mark === null && mark !== null) hold({ ...held, mark });

  const isDue = held.step === step && held.mark !== null && mark !== held.mark;
  const newest = useRef(mark);
  useEffect(() => {
    newest.current = mark;
  }, [mark]);
  useEffect(() => {
    if (!isDue) return undefined;
    const reload = () =>
      hold(({ reloads }) => ({
        step,
        mark: newest.current,
        openMs: bucketAt(readNow(), STEP_S[step]),
        reloads: reloads + 1,
      }));
    const timer = setTimeout(reload, Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [isDue, step]);
  return { openMs: held.openMs, reloads: held.reloads };
}
