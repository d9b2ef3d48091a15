import { useId } from "react";
import type { ReactNode } from "react";
import classes from "./settings.module.css";

type SectionProps = { title: string; lead?: ReactNode; children?: ReactNode; tone?: "danger" };

/** One matter of the settings. */
export function Section({ title, lead, children, tone }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id} data-tone={tone}>
      <h2 id={id}>{title}</h2>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}

/** What just came of an act; in the page from the start, so that screen readers hear it. */
export const Said = ({ children }: { children: ReactNode }) => (
  <output className={classes.said}>{children}</output>
);
