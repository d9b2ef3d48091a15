"use client";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import { HOURS, levelBounds, levelOf, weekdays } from "#features/history/rules/chart/heatmap.ts";
import type { Heat, HeatCell } from "#features/history/rules/chart/heatmap.ts";
import { UNKNOWN, formatExact, formatShort } from "#ui/format/format.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { ChartState } from "#features/history/ui/chart/chart-state.tsx";
import classes from "./liquidity.module.css";
import { useHeat } from "./use-heat.ts";

const twoDigits = (hour: number): string => String(hour % HOURS).padStart(2, "0");
const hoursText = (hour: number): string => `${twoDigits(hour)}:00 to ${twoDigits(hour + 1)}:00`;

function sentenceOf({ weekday, hour, median, hours }: HeatCell): string {
  const when = `${weekdays[weekday] ?? ""} ${hoursText(hour)}`;
  if (median === null) return `${when}: no hour recorded yet`;
  return `${when}: ${formatExact(median)} units an hour, median of ${hours} ${hours === 1 ? "hour" : "hours"}`;
}

const moves: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -HOURS,
  ArrowDown: HOURS,
};

/** The cell a key moves to; null for other keys. */
function keyTarget(key: string, from: number): number | null {
  const rowStart = Math.floor(from / HOURS) * HOURS;
  if (key === "Home") return rowStart;
  if (key === "End") return rowStart + HOURS - 1;
  const move = moves[key];
  if (move === undefined) return null;
  const target = from + move;
  return target >= 0 && target < weekdays.length * HOURS ? target : from;
}

const spanText = (hours: number): string =>
  hours < 2 * HOURS ? `${hours} ${hours === 1 ? "hour" : "hours"}` : `${Math.floor(hours / HOURS)} days`;

/** The index of the cell with the largest median, which is selected at first. */
const busiest = ({ cells, max }: Heat): number =>
  Math.max(
    0,
    cells.findIndex(({ median }) => median === max),
  );

export function LiquidityTable({ itemId, itemName }: { itemId: number; itemName: string }) {
  const { heat, timeZone, failure } = useHeat(itemId);
  const [pointed, setPointed] = useState<number | null>(null);
  if (failure !== null) {
    return (
      <div className={classes.waiting}>
        <LoadFailed title="The hours could not be loaded" failure={failure} size="box">
          Prices and the chart are not affected.
        </LoadFailed>
      </div>
    );
  }
  if (heat === null) return <div className={classes.waiting} aria-busy="true" />;
  if (heat.max === 0) {
    return (
      <div className={classes.waiting}>
        <ChartState title="No trades recorded by the hour yet">
          The map fills as hours are recorded: it needs a week to have every one.
        </ChartState>
      </div>
    );
  }

  const current = pointed ?? busiest(heat);
  const shown = heat.cells[current];
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const target = keyTarget(event.key, current);
    if (target === null) return;
    event.preventDefault();
    setPointed(target);
    event.currentTarget.querySelector<HTMLElement>(`[data-slot="${target}"]`)?.focus();
  };
  return (
    <>
      <p className={classes.note}>
        Units of {itemName} traded in an hour, both sides, in {timeZone}; the median of {spanText(heat.hours)}{" "}
        on record.
      </p>
      <table
        className={classes.map}
        // An ARIA grid: arrow keys move between the cells, and the grid has one tab stop.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={`Units of ${itemName} traded by hour of the week`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Day</span>
            </th>
            {Array.from({ length: HOURS }, (_, hour) => (
              <th key={hour} scope="col" data-minor={hour % 3 !== 0 || undefined}>
                <span className="sr-only">{hoursText(hour)}</span>
                <span aria-hidden="true">{twoDigits(hour)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((name, weekday) => (
            <tr key={name}>
              <th scope="row">
                <abbr aria-label={name}>{name.slice(0, 3)}</abbr>
              </th>
              {heat.cells.slice(weekday * HOURS, (weekday + 1) * HOURS).map((cell) => {
                const slot = weekday * HOURS + cell.hour;
                return (
                  <td
                    key={cell.hour}
                    data-slot={slot}
                    data-level={cell.median === null ? "none" : levelOf(cell.median, heat.max)}
                    data-hint={sentenceOf(cell)}
                    tabIndex={slot === current ? 0 : -1}
                    onFocus={() => setPointed(slot)}
                    onPointerEnter={() => setPointed(slot)}
                  >
                    <span className="sr-only">
                      {cell.median === null ? "unknown" : formatExact(cell.median)}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <p className={classes.shown} aria-hidden="true">
          {pointed === null ? "Busiest: " : ""}
          {shown ? sentenceOf(shown) : UNKNOWN}
        </p>
        <ul className={classes.legend} aria-label="Shades">
          <li>
            <span className={classes.swatch} data-level="0" />0
          </li>
          {levelBounds(heat.max).map(({ level, from, to }) => (
            <li key={level}>
              <span className={classes.swatch} data-level={level} />
              {from === to ? formatShort(to) : `to ${formatShort(to)}`}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
