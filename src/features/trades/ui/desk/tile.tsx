import type { ReactNode } from "react";
import classes from "./desk.module.css";

export const Tiles = ({ label, children }: { label: string; children: ReactNode }) => (
  <dl className={classes.tiles} aria-label={label}>
    {children}
  </dl>
);

type TileProps = { label: string; unit?: string; hint?: string; below?: ReactNode; children: ReactNode };

/** A figure that leads a page, with its name above and what it is compared with below. */
export const Tile = ({ label, unit, hint, below, children }: TileProps) => (
  <div className={classes.tile}>
    <dt data-hint={hint}>
      {label}
      {unit !== undefined && <small> {unit}</small>}
    </dt>
    <dd className={classes.figure}>{children}</dd>
    {below !== undefined && <dd className={classes.below}>{below}</dd>}
  </div>
);
