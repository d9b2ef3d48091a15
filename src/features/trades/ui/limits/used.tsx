import classes from "./limits.module.css";

/** How much of a limit is used, as a bar. Empty where the limit is unknown. */
export const Used = ({ bought, limit }: { bought: number; limit: number | null }) =>
  limit === null ? null : (
    <meter
      className={classes.meter}
      min={0}
      max={Math.max(limit, 1)}
      value={Math.min(bought, limit)}
      aria-label="Part of the limit that is used"
    >
      {bought} of {limit}
    </meter>
  );
