"use client";
import { useEffect, useState } from "react";
import { formatExact } from "#ui/format/format.ts";
import { CheckIcon, CopyIcon } from "#ui/icons/icons.tsx";
import classes from "./copy-price.module.css";

const SHOWN_MS = 2_000;

/** Copies a price as plain digits, as the game's price field takes it, and says for a moment whether it worked. */
export function CopyPrice({ name, value }: { name: string; value: number }) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(String(value));
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return (
    <span className={classes.copy}>
      <button
        type="button"
        className={classes.button}
        aria-label={`Copy ${name}, ${formatExact(value)}`}
        data-hint={`Copy ${value}`}
        onClick={() => void copy()}
      >
        {state === "copied" ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
      </button>
      <output className={classes.said}>
        {state === "copied" && "copied"}
        {state === "refused" && "not allowed"}
      </output>
    </span>
  );
}
