import type { UpdateMark } from "#features/history/rules/chart/update-markers.ts";
import classes from "./price-chart.module.css";

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

/** The list of the game updates that are marked on the chart. */
export function UpdateList({
  marks,
  pointedIndex,
}: {
  marks: readonly UpdateMark[];
  pointedIndex: number | null;
}) {
  if (marks.length === 0) return null;
  return (
    <ul className={classes.updates} aria-label="Game updates in this range">
      {marks.map(({ index, update: { id, at, title, url } }) => (
        <li key={id} data-reached={index === pointedIndex || undefined}>
          <time dateTime={new Date(at).toISOString()} data-time={at}>
            {day.format(at)}
          </time>{" "}
          {url === null ? (
            <bdi>{title}</bdi>
          ) : (
            <a href={url} target="_blank" rel="noopener noreferrer">
              <bdi>{title}</bdi>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
