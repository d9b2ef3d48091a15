import Link from "next/link";
import type { ItemLink, ItemView } from "#features/market/contract.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./neighbours.module.css";

function Links({ items }: { items: readonly ItemLink[] }) {
  return items.map((item) => (
    <li key={item.id}>
      <Link href={`/items/${item.id}`} className={classes.link} prefetch={false}>
        <ItemIcon name={item.name} icon={item.icon} />
        <span>{item.name}</span>
      </Link>
    </li>
  ));
}

/** Links to the items before and after this one in name order: often its parts, doses and recolours. */
export function Neighbours({ neighbours }: { neighbours: ItemView["neighbours"] }) {
  const { previous, next } = neighbours;
  if (previous.length + next.length === 0) return null;
  return (
    <nav className={classes.neighbours} aria-label="Neighbours by name">
      <h2 className={classes.title}>Neighbours by name</h2>
      <ul className={classes.list}>
        <Links items={previous} />
        <Links items={next} />
      </ul>
    </nav>
  );
}
