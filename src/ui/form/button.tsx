"use client";
import type { ReactNode } from "react";
import classes from "./form.module.css";
import { useHydrated } from "./use-hydrated.ts";

type ButtonProps = {
  children: ReactNode;
  onPress: () => void;
  tone?: "primary" | "quiet" | "danger" | "link";
  label?: string;
  pending?: boolean;
  disabled?: boolean;
};

/** Stays focusable while pending or disabled, because a button with `disabled` loses the focus. */
export function Button({
  children,
  onPress,
  tone = "quiet",
  label,
  pending = false,
  disabled = false,
}: ButtonProps) {
  const off = pending || disabled;
  return (
    <button
      type="button"
      disabled={!useHydrated()}
      className={classes.button}
      data-tone={tone}
      aria-label={label}
      aria-disabled={off}
      aria-busy={pending}
      onClick={off ? undefined : onPress}
    >
      {children}
    </button>
  );
}
