"use client";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./side-panel.module.css";

type SidePanelProps = {
  /** The accessible name; `title` is the visible heading. */
  label: string;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/**
 * Shows one record beside its list, or over it on a small screen. Esc and the close button close it and return the focus
 * to the element that opened it. A panel that the URL opened does not take the focus.
 */
export function SidePanel({ label, title, onClose, children }: SidePanelProps) {
  const ref = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const panel = ref.current;
    const opener = document.activeElement;
    if (opener instanceof HTMLElement && opener !== document.body) {
      (panel?.querySelector<HTMLElement>("[data-autofocus]") ?? panel)?.focus();
    }
    // Esc also works from the list, except in a dialog above it or in a field that handles Esc itself.
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.target instanceof Element && event.target.closest("dialog") !== null;
      if (event.key === "Escape" && !event.defaultPrevented && !isElsewhere) close.current();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      if (panel?.contains(document.activeElement) === true && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <aside ref={ref} className={classes.panel} aria-label={label} tabIndex={-1}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <button type="button" className={classes.close} aria-label="Close" onClick={onClose}>
          <CloseIcon size={16} />
        </button>
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
