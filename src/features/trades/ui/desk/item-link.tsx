import Link from "next/link";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./desk.module.css";

type ItemLinkProps = { itemId: number; name: string; icon: string };

export const ItemLink = ({ itemId, name, icon }: ItemLinkProps) => (
  <Link className={classes.item} href={`/items/${itemId}`} prefetch={false}>
    <ItemIcon name={name} icon={icon} />
    <span title={name}>{name}</span>
  </Link>
);
