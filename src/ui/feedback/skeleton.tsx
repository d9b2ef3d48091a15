import classes from "#ui/layout/data-table.module.css";

/** A bar where a value will be. */
export const Skeleton = () => <span className={classes.skeleton} />;
