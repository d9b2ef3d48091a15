"use client";
import { useRef, useState } from "react";
import type { DragEvent } from "react";
import { MAX_FILE_BYTES, sizeText } from "#features/imports/rules/sizes.ts";
import { Button } from "#ui/form/button.tsx";
import classes from "#features/imports/ui/page/imports.module.css";

/** Takes files by drop, or by the button. */
export function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // Dropping is an extra for the mouse; the button does the same.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <strong>Drop your trade logs here</strong>
      <p className={classes.muted}>
        RuneLite, Exchange Logger, Flipping Utilities, Flipping Copilot, a GE-Metrics export, or any table
        with a header. Plain, .gz or .zip, up to {sizeText(MAX_FILE_BYTES)} a file. Nothing is added before
        you have seen it.
      </p>
      <Button tone="primary" onPress={() => input.current?.click()}>
        Choose files
      </Button>
      <input
        ref={input}
        className="sr-only"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Trade logs"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </div>
  );
}
