"use client";
import { ItemLink } from "#features/trades/ui/desk/item-link.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { Amount, Exact } from "#ui/format/figures.tsx";
import { formatClock } from "#ui/format/format.ts";
import { DataTable } from "#ui/layout/data-table.tsx";
import type { DataTableHead } from "#ui/layout/data-table.tsx";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { Countdown } from "./countdown.tsx";
import classes from "./limits.module.css";
import { Used } from "./used.tsx";
import { useLimits } from "./use-limits.ts";

const heads = (hasCharacters: boolean): DataTableHead[] => [
  { name: "item", label: "Item" },
  ...(hasCharacters ? [{ name: "character", label: "Character" }] : []),
  { name: "used", label: "Used" },
  { name: "bought", label: "Bought", isNumber: true },
  { name: "limit", label: "Limit", isNumber: true },
  { name: "left", label: "Left", isNumber: true },
  { name: "opens", label: "Whole again in", isNumber: true },
  { name: "clock", label: "At", isNumber: true },
];

/** The buy limits that the trader has begun to use, the next to be whole again first. */
export function LimitsDesk() {
  const query = useLimits();
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="Your limits could not be loaded" failure={failure} size="box">
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (query.data === undefined) return <SectionSkeleton />;
  const { limits, characters } = query.data;
  if (limits.length === 0) {
    return (
      <Notice title="All limits are whole" action={{ label: "Add a purchase", href: "/flips" }}>
        You have entered no purchase in the last 4 hours. The first unit that you buy of an item opens its
        window; what is left of it, and until when, then stands here.
      </Notice>
    );
  }
  const hasCharacters = characters > 1;
  return (
    <>
      <div className={desk.wide}>
        <DataTable label="Buy limits in use" heads={heads(hasCharacters)} classes={classes} skeletonRows={0}>
          {limits.map((each) => (
            <tr key={`${each.itemId}/${each.characterId}`}>
              <th scope="row" data-wide>
                <ItemLink itemId={each.itemId} name={each.name} icon={each.icon} />
              </th>
              {hasCharacters && (
                <td data-label="Character" className={desk.wraps}>
                  <bdi>{each.character}</bdi>
                </td>
              )}
              <td data-wide>
                <Used bought={each.bought} limit={each.limit} />
              </td>
              <td data-number data-label="Bought">
                <Amount value={each.bought} unit="units" />
              </td>
              <td data-number data-label="Limit">
                <Exact value={each.limit} />
              </td>
              <td data-number data-label="Left">
                <Exact value={each.left} />
              </td>
              <td data-number data-label="Whole again in">
                <Countdown endsAt={each.endsAt} />
              </td>
              <td data-number data-label="At">
                <span data-time={each.endsAt}>{formatClock(each.endsAt)}</span>
              </td>
            </tr>
          ))}
        </DataTable>
      </div>
      <p className={desk.note}>
        A window opens with the first unit bought and lasts 4 hours, whatever is bought later. Only purchases
        that you entered or imported count; an item that is not here has its whole limit.
      </p>
    </>
  );
}
