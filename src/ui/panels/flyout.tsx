"use client";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./flyout.module.css";

type FlyoutProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** `narrow` for a handful of choices. */
  width?: "narrow" | "wide";
  /** The edge of the control it hangs from that it keeps to. */
  align?: "start" | "end";
};

/**
 * A panel that hangs from the control before it (a sheet at the bottom of a phone). The page stays usable beside it;
 * Esc, a press outside and its cross close it, and the focus goes back to the control.
 */
export function Flyout({ title, onClose, children, footer, width = "wide", align = "start" }: FlyoutProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  // A layout effect ends before the panel leaves the document: the focus in it can still be handed back.
  useLayoutEffect(() => {
    const panel = ref.current;
    const opener = panel?.parentElement?.querySelector("button");
    // Where the content is still on its way the panel itself takes the keys, Esc before all.
    (panel?.querySelector<HTMLElement>("input, select") ?? panel)?.focus();
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && panel?.parentElement?.contains(event.target) === false) {
        close.current();
      }
    };
    document.addEventListener("pointerdown", onPress);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      if (panel?.contains(document.activeElement) === true) opener?.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      open
      aria-label={title}
      tabIndex={-1}
      className={classes.flyout}
      data-width={width}
      data-align={align}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={classes.head}>
        <h2>{title}</h2>
        <button type="button" className={classes.close} aria-label="Close" onClick={onClose}>
          <CloseIcon size={16} />
        </button>
      </header>
      <div className={classes.body}>{children}</div>
      {footer !== undefined && <footer className={classes.foot}>{footer}</footer>}
    </dialog>
  );
}
