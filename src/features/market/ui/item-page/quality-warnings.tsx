"use client";
import { useCallback } from "react";
import type { ItemView } from "#features/market/contract.ts";
import { qualityWarnings } from "#features/market/rules/quality-warnings.ts";
import { WarningIcon } from "#ui/icons/icons.tsx";
import { useTimedText } from "#ui/format/now.tsx";
import classes from "./item-page.module.css";

/** Warnings about the quality of the item's prices; renders nothing without one. */
export function QualityWarnings({ item, trusted }: { item: ItemView; trusted: boolean }) {
  const text = useTimedText(useCallback((nowMs: number) => qualityWarnings(item, nowMs).join("\n"), [item]));
  if (text === "") return null;
  return (
    <section className={classes.warnings} aria-label="Doubts about these prices">
      <WarningIcon />
      <div>
        <strong>{trusted ? "Worth a second look" : "Not offered as a profit"}</strong>
        <ul>
          {text.split("\n").map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
