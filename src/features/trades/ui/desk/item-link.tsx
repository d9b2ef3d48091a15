import Link from "next/link";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./desk.module.css";

/** The catalogue's longest name has 49 letters. */
const LONG = 24;

type ItemLinkProps = { itemId: number; name: string; icon: string };

export const ItemLink = ({ itemId, name, icon }: ItemLinkProps) => (
  <Link className={classes.item} href={`/items/${itemId}`} prefetch={false}>
    <ItemIcon name={name} icon={icon} />
    <span data-long={name.length > LONG || undefined}>{name}</span>
  </Link>
);
