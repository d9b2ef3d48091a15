"use client";
import { useId, useState } from "react";
import { saveViewInput } from "#features/market/views/contract.ts";
import { Button } from "#ui/form/button.tsx";
import classes from "./views.module.css";

type NameFormProps = {
  label: string;
  button: string;
  initial: string;
  /** Resolves to whether it worked; then the field is empty again. */
  onSend: (name: string) => Promise<boolean>;
  onCancel?: () => void;
};

/** A field for a name of 1 to 40 visible characters, with the button that uses it. */
export function NameForm({ label, button, initial, onSend, onCancel }: NameFormProps) {
  const id = useId();
  const [text, setText] = useState(initial);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async () => {
    const { data: name, error } = saveViewInput.shape.name.safeParse(text);
    setFault(error?.issues[0]?.message ?? null);
    if (name === undefined || isSending) return;
    setSending(true);
    if (await onSend(name)) setText("");
    setSending(false);
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor={id}>{label}</label>
      <div className={classes.field}>
        <input
          id={id}
          value={text}
          maxLength={40}
          autoComplete="off"
          enterKeyHint="done"
          aria-invalid={fault !== null}
          aria-describedby={`${id}-fault`}
          // The field appears where it was asked for.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={onCancel !== undefined}
          onChange={({ target }) => {
            setText(target.value);
            setFault(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || onCancel === undefined) return;
            event.stopPropagation();
            onCancel();
          }}
        />
        <button type="submit" className={classes.submit} aria-busy={isSending}>
          {button}
        </button>
        {onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
      </div>
      <span id={`${id}-fault`} className={classes.fault}>
        {fault}
      </span>
    </form>
  );
}
