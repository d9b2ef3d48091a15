"use client";
import { useState } from "react";
import {
  MAX_AVERAGES,
  DEFAULT_BANDS_PERIOD,
  DEFAULT_RSI_PERIOD,
  DEFAULT_AVERAGE_PERIODS,
} from "#features/history/rules/chart/chart-options.ts";
import type { ChartOptions } from "#features/history/rules/chart/chart-options.ts";
import classes from "./chart-tools.module.css";
import { PeriodField } from "./period-field.tsx";
import type { ChangeChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";

type Slot = { on: boolean; period: number };

/** Fills the slots for moving averages: first the active ones, then default periods that are off. */
function slotsOf(averages: readonly number[]): Slot[] {
  const free = DEFAULT_AVERAGE_PERIODS.filter((period) => !averages.includes(period));
  const on = averages.map((period) => ({ on: true, period }));
  const off = free.map((period) => ({ on: false, period }));
  return [...on, ...off].slice(0, MAX_AVERAGES);
}

type ToggleProps = {
  label: string;
  note: string;
  slot: Slot;
  disabled: boolean;
  onChange: (slot: Slot) => void;
};

function Toggle({ label, note, slot, disabled, onChange }: ToggleProps) {
  return (
    <div className={classes.indicator}>
      <label className={classes.choice}>
        <input
          type="checkbox"
          checked={slot.on}
          disabled={disabled}
          onChange={() => onChange({ ...slot, on: !slot.on })}
        />
        <span>
          {label}
          <small>{note}</small>
        </span>
      </label>
      <PeriodField
        label={`${label}, period in buckets`}
        period={slot.period}
        onChange={(period) => onChange({ ...slot, period })}
      />
    </div>
  );
}

/** The indicators with their periods. Their order does not change while the panel is open. */
export function IndicatorPanel({
  options,
  onChange,
}: {
  options: ChartOptions;
  onChange: ChangeChartOptions;
}) {
  const [averages, setAverages] = useState(() => slotsOf(options.averages));
  const [bands, setBands] = useState<Slot>({
    on: options.bands !== null,
    period: options.bands ?? DEFAULT_BANDS_PERIOD,
  });
  const [strength, setStrength] = useState<Slot>({
    on: options.strength !== null,
    period: options.strength ?? DEFAULT_RSI_PERIOD,
  });
  const disabled = options.compared.length > 0;
  const changeAverage = (place: number, slot: Slot) => {
    const next = averages.map((each, index) => (index === place ? slot : each));
    setAverages(next);
    onChange({ averages: [...new Set(next.filter(({ on }) => on).map(({ period }) => period))] });
  };
  return (
    <>
      {averages.map((slot, place) => (
        <Toggle
          // oxlint-disable-next-line react/no-array-index-key
          key={place}
          label={place === 0 ? "Moving average" : `Moving average ${place + 1}`}
          note="mean of the last mid prices"
          slot={slot}
          disabled={disabled}
          onChange={(next) => changeAverage(place, next)}
        />
      ))}
      <Toggle
        label="Bollinger bands"
        note="two standard deviations around the mean"
        slot={bands}
        disabled={disabled}
        onChange={(next) => {
          setBands(next);
          onChange({ bands: next.on ? next.period : null });
        }}
      />
      <Toggle
        label="RSI"
        note="relative strength index, in a pane below"
        slot={strength}
        disabled={disabled}
        onChange={(next) => {
          setStrength(next);
          onChange({ strength: next.on ? next.period : null });
        }}
      />
      <p className={classes.note}>
        {disabled
          ? "Indicators are for one item: remove the compared ones to see them."
          : "Periods count buckets of the chart in which both sides traded."}
      </p>
    </>
  );
}
