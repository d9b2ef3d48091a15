"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import type { ExportWords } from "#features/trades/rules/export-formats.ts";
import { Button } from "#ui/form/button.tsx";
import { StatusMessage } from "#ui/layout/section.tsx";
import { saveFile } from "#ui/save-file.ts";
import classes from "./export-panel.module.css";

type ExportRowProps = { words: ExportWords; url: string; picker: ReactNode };

export function ExportRow({ words, url, picker }: ExportRowProps) {
  const [message, setMessage] = useState("");
  const [isPending, setPending] = useState(false);
  const save = async () => {
    setMessage("");
    setPending(true);
    setMessage(await saveFile(url));
    setPending(false);
  };
  const { label, holds, loses } = words;
  return (
    <li className={classes.format}>
      <div className={classes.words}>
        <h3>{label}</h3>
        <p>{holds}</p>
        {loses !== null && <p className={classes.loses}>{loses}</p>}
        <StatusMessage>{message}</StatusMessage>
      </div>
      <div className={classes.actions}>
        {picker}
        <Button label={`Save as ${label}`} pending={isPending} onPress={() => void save()}>
          {isPending ? "Saving…" : "Save"}
        </Button>
      </div>
    </li>
  );
}
