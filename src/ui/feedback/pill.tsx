import type { ReactNode } from "react";
import classes from "./pill.module.css";

export type PillTone = "good" | "notice" | "bad" | "quiet";

/** A state in two or three words; the dot repeats in colour what the words say. `hint` is the whole sentence. */
export function Pill({ tone, hint, children }: { tone: PillTone; hint?: string; children: ReactNode }) {
  return (
    <span className={classes.pill} data-tone={tone} data-hint={hint}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
