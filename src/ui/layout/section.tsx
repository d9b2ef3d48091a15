"use client";
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import classes from "./section.module.css";

type SectionProps = { title: string; lead?: ReactNode; children?: ReactNode; tone?: "danger" };

/** A titled section. If the focused control is removed with its form, the focus moves to the heading. */
export function Section({ title, lead, children, tone }: SectionProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasUsed = useRef(false);
  useEffect(() => {
    const part = heading.current?.parentElement;
    const onUse = ({ target }: Event) => {
      wasUsed.current = target instanceof Node && part?.contains(target) === true;
    };
    document.addEventListener("click", onUse);
    document.addEventListener("focusin", onUse);
    return () => {
      document.removeEventListener("click", onUse);
      document.removeEventListener("focusin", onUse);
    };
  }, []);
  useEffect(() => {
    if (wasUsed.current && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  });
  return (
    <section className={classes.section} aria-labelledby={id} data-tone={tone}>
      <h2 ref={heading} id={id} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}

/** The result of the last action. Always rendered, so that screen readers announce a new text. */
export const StatusMessage = ({ children }: { children: ReactNode }) => (
  <output className={classes.status}>{children}</output>
);

/** Placeholder lines for a section's content. */
export const SectionSkeleton = () => (
  <div className={classes.skeletons} aria-busy="true" aria-label="Loading">
    <span />
    <span />
    <span />
  </div>
);

/** A placeholder for a whole section. */
export const SectionLoading = () => (
  <div className={classes.section}>
    <SectionSkeleton />
  </div>
);
