"use client";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./side-panel.module.css";

type SidePanelProps = {
  /** What screen readers call it; `title` is what stands at its top. */
  label: string;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/**
 * One record of a list, beside the list (over it where there is no room). Esc and its cross close it, and the focus
 * goes back to what opened it. One that came with the address takes no focus.
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
    // Esc closes it from the list as well, but not what lies above it, nor from a field that has an Esc of its own.
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
