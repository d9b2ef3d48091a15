import type { RunningLimits } from "#features/trades/limits/contract.ts";
import { Countdown } from "#features/trades/ui/limits/countdown.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./item.module.css";

/** What is left of the buy limit, by character if there are several; the whole of it while no window runs. */
export function LimitOfItem({ limits: { limits, characters } }: { limits: RunningLimits }) {
  if (limits.length === 0)
    return <p className={classes.line}>My limit is whole: nothing bought in 4 hours.</p>;
  return (
    <ul className={classes.list} aria-label="My limit">
      {limits.map(({ characterId, character, left, limit, bought, endsAt }) => (
        <li key={characterId}>
          {characters > 1 && (
            <>
              <bdi>{character}</bdi>:{" "}
            </>
          )}
          {left === null
            ? `${formatExact(bought)} bought, the limit is unknown`
            : `${formatExact(left)} of ${formatExact(limit)} left`}
          , whole again in <Countdown endsAt={endsAt} />
        </li>
      ))}
    </ul>
  );
}
