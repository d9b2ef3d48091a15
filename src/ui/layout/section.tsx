"use client";
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import classes from "./section.module.css";

type SectionProps = { title: string; lead?: ReactNode; children?: ReactNode; tone?: "danger" };

/** One matter of a page. What is pressed may vanish with its form: the keyboard's place is the heading then. */
export function Section({ title, lead, children, tone }: SectionProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const worked = useRef(false);
  useEffect(() => {
    const part = heading.current?.parentElement;
    const note = ({ target }: Event) => {
      worked.current = target instanceof Node && part?.contains(target) === true;
    };
    document.addEventListener("click", note);
    document.addEventListener("focusin", note);
    return () => {
      document.removeEventListener("click", note);
      document.removeEventListener("focusin", note);
    };
  }, []);
  useEffect(() => {
    if (worked.current && document.activeElement === document.body) {
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

/** What just came of an act; in the page from the start, so that screen readers hear it. */
export const StatusMessage = ({ children }: { children: ReactNode }) => (
  <output className={classes.status}>{children}</output>
);

/** Lines where what a section holds will be. */
export const SectionSkeleton = () => (
  <div className={classes.skeletons} aria-busy="true" aria-label="Loading">
    <span />
    <span />
    <span />
  </div>
);

/** A section of which nothing is known yet. */
export const SectionLoading = () => (
  <div className={classes.section}>
    <SectionSkeleton />
  </div>
);
