"use client";
import classes from "./desk.module.css";

type ChoiceProps<Name extends string> = {
  label: string;
  options: readonly (readonly [Name, string])[];
  chosen: Name;
  onChoose: (name: Name) => void;
};

/** One of a few, such as an order or a character. */
export function Choice<Name extends string>({ label, options, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <label className={classes.choice}>
      <span>{label}</span>
      <select
        value={chosen}
        onChange={({ target }) => {
          const next = options.find(([name]) => name === target.value)?.[0];
          if (next !== undefined) onChoose(next);
        }}
      >
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
