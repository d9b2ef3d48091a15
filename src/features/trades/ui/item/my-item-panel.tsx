"use client";
import Link from "next/link";
import { useId } from "react";
import desk from "#features/trades/ui/desk/desk.module.css";
import { useLimits } from "#features/trades/ui/limits/use-limits.ts";
import { trpc } from "#trpc/client.tsx";
import { HeldOfItem } from "./held-of-item.tsx";
import classes from "./item.module.css";
import { LimitOfItem } from "./limit-of-item.tsx";

/** Prices come once a minute. */
const AGAIN_MS = 60_000;

export function MyItemPanel({ itemId }: { itemId: number }) {
  const id = useId();
  const limits = useLimits(itemId);
  const held = trpc.portfolio.get.useQuery({ itemId }, { refetchInterval: AGAIN_MS });
  const isFailed = limits.isError || held.isError;
  return (
    <section className={desk.card} aria-labelledby={id} aria-busy={limits.isPending || held.isPending}>
      <h2 id={id}>My trades</h2>
      {isFailed && <p className={desk.note}>Your trades could not be loaded. Prices are not affected.</p>}
      {limits.data !== undefined && <LimitOfItem limits={limits.data} />}
      {held.data !== undefined && <HeldOfItem portfolio={held.data} />}
      <p className={classes.links}>
        <Link href={`/flips?item=${itemId}`} prefetch={false}>
          My flips of it
        </Link>
        <Link href="/limits" prefetch={false}>
          All my limits
        </Link>
      </p>
    </section>
  );
}
