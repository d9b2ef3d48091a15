"use client";
import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text` and shows whether it worked, because a browser may refuse. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return (
    <>
      <Button onPress={() => void copy()}>{label}</Button>
      <output>
        {state === "copied" && "Copied."}
        {state === "refused" && "The browser refused: select and copy by hand."}
      </output>
    </>
  );
}
