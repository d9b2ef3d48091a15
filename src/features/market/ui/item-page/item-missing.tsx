import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { LoadedQuery } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./item-page.module.css";

type ItemMissingProps = {
  query: LoadedQuery & {
    error: { message: string; data?: { httpStatus: number } | null | undefined } | null;
  };
};

/** Replaces the item while it is loading, does not exist, or could not be loaded. */
export function ItemMissing({ query }: ItemMissingProps) {
  const failure = useLoadFailure(query);
  if (query.error?.data?.httpStatus === 404) {
    return (
      <Notice title="There is no such item" action={{ label: "Open the market", href: "/" }}>
        It may have left the Grand Exchange, or the link may be mistyped.
      </Notice>
    );
  }
  if (failure !== null) {
    return (
      <LoadFailed title="This item could not be loaded" failure={failure}>
        Nothing is lost.
      </LoadFailed>
    );
  }
  return (
    <div className={classes.page} aria-busy="true">
      <output className="sr-only">Loading the item</output>
      <div className={classes.skeleton} style={{ height: 52, width: "min(360px, 100%)" }} />
      <div className={classes.skeleton} style={{ height: 118 }} />
      <div className={classes.skeleton} style={{ height: 520 }} />
    </div>
  );
}
