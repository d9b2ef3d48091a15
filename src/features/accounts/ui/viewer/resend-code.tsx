"use client";
import { useCallback, useRef, useState } from "react";
import { Button } from "#ui/form/button.tsx";
import { readFailure, waitText } from "#ui/form/failure.ts";
import { readNow, useTimedText } from "#ui/format/now.tsx";
import classes from "./resend-code.module.css";

const PAUSE_MS = 30_000;

const WORDS = {
  one: { ask: "Send another code", sent: "A new code is on its way; the one before no longer works." },
  both: { ask: "Send both codes again", sent: "New codes are on their way; the ones before no longer work." },
};

type ResendCodeProps = { resend: () => Promise<unknown>; codes?: keyof typeof WORDS };

/** Requests another code after a pause: mail takes a while, and only the newest code works. */
export function ResendCode({ resend, codes = "one" }: ResendCodeProps) {
  const [againAtMs, setAgainAtMs] = useState(() => readNow() + PAUSE_MS);
  const [status, setStatus] = useState("");
  const busy = useRef(false);
  const wait = useTimedText(useCallback((nowMs: number) => waitText(againAtMs, nowMs), [againAtMs]));
  const send = async () => {
    if (busy.current) return;
    busy.current = true;
    setStatus("");
    try {
      await resend();
      setAgainAtMs(readNow() + PAUSE_MS);
      setStatus(WORDS[codes].sent);
    } catch (error) {
      const { message, retryAtMs } = readFailure(error, [], readNow());
      if (retryAtMs !== null) setAgainAtMs(retryAtMs);
      setStatus(
        retryAtMs === null ? (message ?? "") : "That was asked for too often. Wait until the time is over.",
      );
    } finally {
      busy.current = false;
    }
  };
  return (
    <>
      <Button tone="link" disabled={wait !== ""} onPress={() => void send()}>
        {WORDS[codes].ask}
        {wait !== "" && (
          <span aria-hidden="true" className={classes.count}>
            in {wait}
          </span>
        )}
      </Button>
      <output className={status === "" ? "sr-only" : classes.status}>{status}</output>
    </>
  );
}
