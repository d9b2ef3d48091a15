import classes from "#ui/layout/data-table.module.css";

/** A placeholder for a value that is loading. */
export const Skeleton = () => <span className={classes.skeleton} />;
