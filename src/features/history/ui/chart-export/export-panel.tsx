"use client";
import Link from "next/link";
import { useState } from "react";
import type { ReactNode } from "react";
import { refusalOf } from "./export-error.ts";
import classes from "#features/history/ui/chart-tools/chart-tools.module.css";
import type { ExportKind } from "#features/history/ui/chart-tools/chart-tools.tsx";

const kinds: readonly { kind: ExportKind; label: string; note: string }[] = [
  { kind: "png", label: "Save as PNG", note: "the picture, as it is drawn now" },
  { kind: "csv", label: "Save as CSV", note: "every bucket, exact numbers, times in UTC" },
];

export function ExportPanel({ onExport }: { onExport: ((kind: ExportKind) => Promise<void>) | null }) {
  const [said, setSaid] = useState<ReactNode>("");
  const run = async (kind: ExportKind) => {
    setSaid("");
    try {
      await onExport?.(kind);
      setSaid("Saved to your downloads.");
    } catch (error) {
      const refusal = refusalOf(error);
      setSaid(
        refusal === null ? (
          "Could not be saved: the file could not be made. Nothing else is affected."
        ) : (
          <>
            {refusal.message}. {refusal.way && <Link href={refusal.way.href}>{refusal.way.words}</Link>}
          </>
        ),
      );
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
