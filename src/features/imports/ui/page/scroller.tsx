import type { ReactNode } from "react";
import classes from "./imports.module.css";

/** A table that may be wider than its place. */
export const Scroller = ({ label, children }: { label: string; children: ReactNode }) => (
  // Scrolls by keyboard too, so it takes the focus and has a name.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section className={classes.scroll} aria-label={label} tabIndex={0}>
    {children}
  </section>
);
