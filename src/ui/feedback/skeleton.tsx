import classes from "#ui/layout/ledger.module.css";

/** A bar where a value will be. */
export const Bone = () => <span className={classes.bone} />;
