"use client";
import { useState } from "react";
import classes from "./chart-tools.module.css";
import type { ExportKind } from "./chart-tools.tsx";

const kinds: readonly { kind: ExportKind; label: string; note: string }[] = [
  { kind: "png", label: "Save as PNG", note: "the picture, as it is drawn now" },
  { kind: "csv", label: "Save as CSV", note: "every bucket, exact numbers, times in UTC" },
];

export function ExportPanel({ onExport }: { onExport: ((kind: ExportKind) => Promise<void>) | null }) {
  const [said, setSaid] = useState("");
  const run = async (kind: ExportKind) => {
    setSaid("");
    try {
      await onExport?.(kind);
      setSaid("Saved to your downloads.");
    } catch {
      setSaid("Could not be saved: this browser refused to make the file. Nothing else is affected.");
    }
  };
  return (
    <>
      {kinds.map(({ kind, label, note }) => (
        <button
          key={kind}
          type="button"
          className={classes.action}
          disabled={onExport === null}
          onClick={() => void run(kind)}
        >
          {label}
          <small>{note}</small>
        </button>
      ))}
      <output className={classes.note}>{onExport === null ? "There is nothing to save yet." : said}</output>
    </>
  );
}
