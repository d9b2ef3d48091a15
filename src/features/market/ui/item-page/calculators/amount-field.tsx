import { useId } from "react";
import classes from "./card.module.css";

type AmountFieldProps = {
  label: string;
  text: string;
  onChange: (text: string) => void;
  placeholder?: string;
  /** The error message for the text, or null. */
  fault: string | null;
};

/** A field for coins or units as traders type them. Invalid text stays, with the error below. */
export function AmountField({ label, text, onChange, placeholder = "", fault }: AmountFieldProps) {
  const id = useId();
  return (
    <>
      <div className={classes.field}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className={classes.input}
          value={text}
          placeholder={placeholder}
          inputMode="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {fault !== null && (
        <p id={`${id}-fault`} className={classes.fault}>
          {fault}
        </p>
      )}
    </>
  );
}
