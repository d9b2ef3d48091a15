import type { ReactNode } from "react";
import classes from "./pill.module.css";

export type PillTone = "good" | "notice" | "bad" | "quiet";

/** A state in two or three words, with a dot in the colour of its tone. `hint`: the tooltip, a full sentence. */
export function Pill({ tone, hint, children }: { tone: PillTone; hint?: string; children: ReactNode }) {
  return (
    <span className={classes.pill} data-tone={tone} data-hint={hint}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
