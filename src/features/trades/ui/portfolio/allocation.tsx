import { useId } from "react";
import type { Holding } from "#features/trades/portfolio/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Amount } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { allocationOf } from "./parts.ts";
import classes from "./portfolio.module.css";

const percent = (share: number): string => (share < 0.001 ? "<0.1%" : `${(share * 100).toFixed(1)}%`);

/** Where the coins are: the value of each item as a part of all. */
export function Allocation({ holdings }: { holdings: readonly Holding[] }) {
  const id = useId();
  const parts = allocationOf(holdings);
  if (parts.length === 0) return null;
  return (
    <section className={`${desk.card} ${classes.shades}`} aria-labelledby={id}>
      <h2 id={id}>Where the value is</h2>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ name, share, value }, index) => (
          <span
            key={name}
            data-shade={index}
            data-hint={`${name}: ${formatExact(value)} gp, ${percent(share)}`}
            style={{ flexGrow: share }}
          />
        ))}
      </div>
      <ul className={classes.parts}>
        {parts.map(({ name, share, value }, index) => (
          <li key={name}>
            <span className={classes.swatch} data-shade={index} aria-hidden="true" />
            <span className={classes.partName}>{name}</span>
            <span>
              <Amount value={value} />
            </span>
            <span>{percent(share)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
