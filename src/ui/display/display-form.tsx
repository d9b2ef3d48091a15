"use client";
import { useMantineColorScheme } from "@mantine/core";
import type { MantineColorScheme } from "@mantine/core";
import { useId } from "react";
import type { ReactNode } from "react";
import { useHydrated } from "#ui/form/use-hydrated.ts";
import classes from "./display-form.module.css";
import type { Display } from "./display.ts";
import { changeDisplay, useDisplay } from "./use-display.ts";

type ChoiceProps<Value extends string> = {
  legend: string;
  value: Value;
  options: readonly { value: Value; label: string; sample?: ReactNode }[];
  onChange: (value: Value) => void;
};

function Choice<Value extends string>({ legend, value, options, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.choice}>
      <legend>{legend}</legend>
      <div className={classes.options}>
        {options.map((option) => (
          <label key={option.value} className={classes.option}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className={classes.label}>{option.label}</span>
            {option.sample !== undefined && <span className={classes.sample}>{option.sample}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const SCHEMES = [
  { value: "auto", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const satisfies readonly { value: MantineColorScheme; label: string }[];

const DENSITIES = [
  { value: "compact", label: "Compact" },
  { value: "standard", label: "Standard" },
  { value: "cosy", label: "Cosy" },
] as const satisfies readonly { value: Display["density"]; label: string }[];

const Sample = ({ palette }: { palette: Display["palette"] }) => (
  <span data-palette={palette} aria-hidden="true">
    <span className={classes.gain}>▲ +4.2%</span> <span className={classes.loss}>▼ −1.8%</span>
  </span>
);

const PALETTES = [
  { value: "standard", label: "Green and red", sample: <Sample palette="standard" /> },
  { value: "colourblind", label: "Blue and orange", sample: <Sample palette="colourblind" /> },
] as const satisfies readonly { value: Display["palette"]; label: string; sample: ReactNode }[];

const NUMBERS = [
  { value: "short", label: "Short", sample: "1.72m" },
  { value: "whole", label: "Whole", sample: "1,716,616" },
] as const satisfies readonly { value: Display["numbers"]; label: string; sample: string }[];

/** Colour scheme, density, colours of gains and losses, and number style. Each applies at once, on this device. */
export function DisplayForm() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isHydrated = useHydrated();
  const display = useDisplay();
  return (
    <div className={classes.form}>
      <Choice
        legend="Colours"
        value={isHydrated ? colorScheme : "auto"}
        options={SCHEMES}
        onChange={setColorScheme}
      />
      <Choice
        legend="Gains and losses"
        value={display.palette}
        options={PALETTES}
        onChange={(palette) => changeDisplay({ palette })}
      />
      <Choice
        legend="Rows"
        value={display.density}
        options={DENSITIES}
        onChange={(density) => changeDisplay({ density })}
      />
      <Choice
        legend="Numbers in lists"
        value={display.numbers}
        options={NUMBERS}
        onChange={(numbers) => changeDisplay({ numbers })}
      />
      <p className={classes.note}>
        Kept in this browser. The exact number is shown on hover and focus. Blue and orange can be told apart
        by people who are blind to red or green.
      </p>
    </div>
  );
}
