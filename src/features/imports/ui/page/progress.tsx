"use client";
import type { ImportView } from "#features/imports/contract.ts";
import { isMoving } from "#features/imports/rules/state-words.ts";
import { sizeText } from "#features/imports/rules/sizes.ts";
import { formatExact } from "#ui/format/format.ts";
import classes from "./imports.module.css";

/** How far an import is, as a bar and in words; nothing while it rests. */
export function Progress({ view, sent }: { view: ImportView; sent: number | null }) {
  const { state, sizeBytes, receivedBytes, readBytes, rows, summary } = view;
  if (!isMoving(state)) return null;
  const arrived = Math.max(sent ?? 0, receivedBytes);
  if (state === "uploading")
    return (
      <Bar value={arrived} max={sizeBytes} words={`${sizeText(arrived)} of ${sizeText(sizeBytes)} sent`} />
    );
  if (state === "reading")
    return (
      <Bar
        value={readBytes}
        max={sizeBytes}
        words={`${sizeText(readBytes)} of ${sizeText(sizeBytes)}, ${formatExact(rows)} rows read`}
      />
    );
  const all = Math.max(rows, summary?.new ?? 0, 1);
  return <Bar value={rows} max={all} words={`${formatExact(rows)} trades of your ledger computed`} />;
}

const Bar = ({ value, max, words }: { value: number; max: number; words: string }) => (
  <>
    <p className={classes.facts}>{words}</p>
    <progress className={classes.progress} value={value} max={max} aria-label={words} />
  </>
);
