"use client";
import { createContext, useContext, useEffect } from "react";
import type { ReactNode } from "react";
import { formatShort, formatWhole } from "#ui/format/format.ts";
import { useNarrow } from "#ui/layout/use-narrow.ts";
import { useDisplay } from "./use-display.ts";

type Format = (value: number) => string;

/** The most that a column holds in whole digits: 12 of them, 8 in a narrow window. */
const inWideColumn: Format = (value) => formatWhole(value, 999_999_999_999);
const inNarrowColumn: Format = (value) => formatWhole(value, 99_999_999);

const Numbers = createContext<Format>(formatShort);

/** Gives figures the number style that is chosen on this device. */
export function NumbersProvider({ children }: { children: ReactNode }) {
  const { numbers } = useDisplay();
  const isNarrow = useNarrow();
  useEffect(() => {
    // Until then style sheets hide the figures of the HTML, which are short for everybody.
    if (numbers === "whole") document.documentElement.setAttribute("data-numbers-drawn", "");
  }, [numbers]);
  const whole = isNarrow ? inNarrowColumn : inWideColumn;
  return <Numbers value={numbers === "whole" ? whole : formatShort}>{children}</Numbers>;
}

/** Writes an amount in the number style that is chosen on this device. */
export const useAmountFormat = (): Format => useContext(Numbers);
