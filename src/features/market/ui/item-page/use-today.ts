"use client";
import { useCallback } from "react";
import { useTimedText } from "#ui/format/now.tsx";

const DAY_MS = 86_400_000;

/** The current day's midnight (UTC, epoch ms): tax rules change from one day to the next. */
export const useToday = (): number =>
  Number(useTimedText(useCallback((nowMs: number) => String(nowMs - (nowMs % DAY_MS)), [])));
