import Link from "next/link";
import type { ItemLink } from "#features/market/contract.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./related.module.css";

/** Links to the item's set, parts and variants; nothing where none is known. */
export function Related({ items }: { items: readonly ItemLink[] }) {
  if (items.length === 0) return null;
  return (
    <nav className={classes.related} aria-label="Related items">
      <h2 className={classes.title}>Related items</h2>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <Link href={`/items/${item.id}`} className={classes.link} prefetch={false}>
              <ItemIcon name={item.name} icon={item.icon} />
              <span>{item.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
