"use client";
import Link from "next/link";
import { useState } from "react";
import type { ReactNode } from "react";
import { readExportError } from "./export-error.ts";
import classes from "#features/history/ui/chart-tools/chart-tools.module.css";
import type { ExportKind } from "#features/history/ui/chart-tools/chart-tools.tsx";

const kinds: readonly { kind: ExportKind; label: string; note: string }[] = [
  { kind: "png", label: "Save as PNG", note: "the picture, as it is drawn now" },
  { kind: "csv", label: "Save as CSV", note: "every bucket, exact numbers, times in UTC" },
];

export function ExportPanel({ onExport }: { onExport: ((kind: ExportKind) => Promise<void>) | null }) {
  const [message, setMessage] = useState<ReactNode>("");
  const run = async (kind: ExportKind) => {
    setMessage("");
    try {
      await onExport?.(kind);
      setMessage("Saved to your downloads.");
    } catch (error) {
      const refused = readExportError(error);
      setMessage(
        refused === null ? (
          "Could not be saved: the file could not be made. Nothing else is affected."
        ) : (
          <>
            {refused.message}. {refused.link && <Link href={refused.link.href}>{refused.link.text}</Link>}
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
      <output className={classes.note}>
        {onExport === null ? "There is nothing to save yet." : message}
      </output>
    </>
  );
}
