"use client";
import Link from "next/link";
import type { TabId } from "#features/trades/ui/view/flips-view.ts";
import type { ChangeView } from "#features/trades/ui/view/use-flips-view.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import kit from "#ui/form/form.module.css";
import { Tabs } from "#ui/layout/tabs.tsx";
import classes from "./bar.module.css";

type PageBarProps = { tab: TabId; panelId: string; onChange: ChangeView; onAdd: () => void };

/** The page's title, its tabs, and the ways to more trades. */
export function PageBar({ tab, panelId, onChange, onAdd }: PageBarProps) {
  const gaps = trpc.gaps.list.useQuery({ limit: 1 }).data?.total ?? 0;
  const tabs = [
    ["closed", "Closed"],
    ["open", "Open"],
    ["trades", "Trades"],
    ["gaps", gaps === 0 ? "Gaps" : `Gaps (${gaps > 99 ? "99+" : gaps})`],
  ] as const;
  return (
    <div className={classes.bar}>
      <h1 className={classes.title}>Flips</h1>
      <Tabs
        label="Flips"
        tabs={tabs}
        chosen={tab}
        panelId={panelId}
        onChoose={(next) => onChange({ tab: next, flip: null })}
      />
      <div className={classes.end}>
        <Button onPress={onAdd}>Add…</Button>
        <Link className={kit.button} href="/imports" prefetch={false}>
          Import
        </Link>
      </div>
    </div>
  );
}
