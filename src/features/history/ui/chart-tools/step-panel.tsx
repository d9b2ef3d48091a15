"use client";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { bucketNames, rangeOf, stepsOf } from "#features/history/rules/chart/range.ts";
import type { ChangeChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";
import classes from "./chart-tools.module.css";

/** The choice of how long each point of the chart is. */
export function StepPanel({ options, onChange }: { options: DrawnOptions; onChange: ChangeChartOptions }) {
  const { range, step, style, compared } = options;
  const isCandles = style === "candles" && compared.length === 0;
  const own = rangeOf[range].timestep;
  return (
    <>
      {stepsOf(range, isCandles).map((each) => (
        <label key={each} className={classes.choice}>
          <input
            type="radio"
            name="step"
            checked={each === step}
            onChange={() => onChange({ step: each === own ? null : each })}
          />
          <span>
            {bucketNames[each]}
            <small>{each === own ? "what this range opens with" : "averages of each"}</small>
          </span>
        </label>
      ))}
      <p className={classes.note}>
        {isCandles ? "What the candles are made of. " : ""}5-minute prices are there from this copy’s first
        day on.
      </p>
    </>
  );
}
