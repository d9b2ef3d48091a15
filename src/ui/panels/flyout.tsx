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
  /** `narrow`: for a short list of choices. */
  width?: "narrow" | "wide";
  /** The edge of the opening control that it is aligned with. */
  align?: "start" | "end";
};

/**
 * A non-modal panel below the control that opens it; a bottom sheet on a phone. Esc, a press outside and the close
 * button close it and return the focus to the control.
 */
export function Flyout({ title, onClose, children, footer, width = "wide", align = "start" }: FlyoutProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  // A layout effect's cleanup runs before the panel is removed, so the focus is still inside it.
  useLayoutEffect(() => {
    const panel = ref.current;
    const opener = panel?.parentElement?.querySelector("button");
    // While the content loads, the panel itself takes the focus, so that Esc works.
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
