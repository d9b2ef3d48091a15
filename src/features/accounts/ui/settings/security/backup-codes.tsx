"use client";
import { useEffect, useRef } from "react";
import { download } from "#ui/chart/picture.ts";
import { Button } from "#ui/form/button.tsx";
import { CopyButton } from "#ui/form/copy-button.tsx";
import form from "#ui/form/form.module.css";
import classes from "./totp.module.css";

type BackupCodesProps = { codes: readonly string[]; onSaved: () => void };

/** Shows new backup codes once: the server never returns stored ones. */
export function BackupCodes({ codes, onSaved }: BackupCodesProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className={classes.backup}>
      <h3 ref={heading} tabIndex={-1}>
        Save your backup codes
      </h3>
      <p>
        Each takes the place of your second factor once, when the phone or the passkey is away. They are shown
        this one time; codes from before no longer work.
      </p>
      <ul className={classes.codes} aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={form.actions}>
        <CopyButton text={text} label="Copy all" />
        <Button
          onPress={() => download(new Blob([text], { type: "text/plain" }), "ge-metrics-backup-codes.txt")}
        >
          Download
        </Button>
        <Button tone="primary" onPress={onSaved}>
          I have saved them
        </Button>
      </div>
    </div>
  );
}
