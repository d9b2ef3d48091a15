import type { ItemView } from "#features/market/contract.ts";
import { membershipOf } from "#features/market/rules/membership.ts";
import { wikiUrl } from "#features/market/rules/wiki-url.ts";
import { WatchItem } from "#features/market/ui/watch/watch-item.tsx";
import { formatExact } from "#ui/format/format.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./item-header.module.css";

const limitText = (limit: number | null) =>
  limit === null ? "Limit unknown" : `Limit ${formatExact(limit)} per 4 h`;

export function ItemHeader({ item }: { item: ItemView }) {
  const membership = membershipOf(item.members);
  return (
    <header className={classes.header}>
      <span className={classes.icon}>
        <ItemIcon name={item.name} icon={item.icon} size={36} />
      </span>
      <div className={classes.words}>
        <h1 className={classes.name}>{item.name}</h1>
        <p className={classes.examine}>{item.examine}</p>
      </div>
      <ul className={classes.badges} aria-label="About this item">
        {!item.listed && (
          <li data-hint="The price feed has left it out of its catalogue. What was recorded of it is kept.">
            No longer listed
          </li>
        )}
        {membership !== null && <li data-hint={membership.hint}>{membership.word}</li>}
        <li data-hint="Units one account may buy within 4 hours of the first">{limitText(item.limit)}</li>
        {item.taxExempt && <li data-hint="Its sellers pay no Grand Exchange tax">Exempt from tax</li>}
        <li>
          <a href={wikiUrl(item)} target="_blank" rel="noopener noreferrer">
            Wiki<span className="sr-only"> page of {item.name}, in a new tab</span>
          </a>
        </li>
      </ul>
      <WatchItem id={item.id} name={item.name} />
    </header>
  );
}
