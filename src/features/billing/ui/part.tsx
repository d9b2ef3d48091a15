"use client";
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import classes from "./part.module.css";

type PartProps = { title: string; lead?: ReactNode; children: ReactNode };

/** One matter of a page. Where what had the focus vanishes with its step, the keyboard's place is the heading. */
export function Part({ title, lead, children }: PartProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const part = useRef<HTMLElement>(null);
  const held = useRef(false);
  useEffect(() => {
    const note = ({ target }: Event) => {
      held.current = target instanceof Node && part.current?.contains(target) === true;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (held.current && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  });
  return (
    <section ref={part} className={classes.part} aria-labelledby={id}>
      <h2 ref={heading} id={id} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}
