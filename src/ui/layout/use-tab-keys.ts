"use client";
import { useRef } from "react";
import type { KeyboardEvent, RefObject } from "react";

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

type TabKeys = { list: RefObject<HTMLDivElement | null>; onKeyDown: (event: KeyboardEvent) => void };

/** Keys of the ARIA tabs pattern: arrows choose a tab. Set both results on the tablist; `names`: its tabs in order. */
export function useTabKeys<Name>(
  names: readonly Name[],
  chosen: Name,
  onChoose: (name: Name) => void,
): TabKeys {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEP[event.key];
    if (step === undefined) return;
    const at = (names.indexOf(chosen) + step + names.length) % names.length;
    const next = names[at];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    list.current?.querySelectorAll<HTMLElement>("[role='tab']")[at]?.focus();
  };
  return { list, onKeyDown };
}
