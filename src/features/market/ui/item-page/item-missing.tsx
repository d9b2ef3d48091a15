import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./item-page.module.css";
import type { useItem } from "./use-item.ts";

type ItemMissingProps = { query: ReturnType<typeof useItem> };

/** Replaces the item while it is loading, does not exist, or could not be loaded. */
export function ItemMissing({ query }: ItemMissingProps) {
  if (query.error?.data?.httpStatus === 404) {
    return (
      <Notice title="There is no such item" action={{ label: "Open the market", href: "/" }}>
        It may have left the Grand Exchange, or the link may be mistyped.
      </Notice>
    );
  }
  // Shown from the first failure on, while the query retries.
  if (query.failureCount > 0 || query.isError) {
    return (
      <Notice
        tone="bad"
        title="This item could not be loaded"
        action={{ label: "Try again", onPress: () => void query.refetch() }}
      >
        The server cannot read its prices right now. Nothing is lost, and this page keeps trying by itself.
      </Notice>
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
