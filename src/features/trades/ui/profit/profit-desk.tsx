"use client";
import { useId } from "react";
import type { Character } from "#features/trades/characters/contract.ts";
import { Choice } from "#features/trades/ui/desk/choice.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { Button } from "#ui/form/button.tsx";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { Tabs } from "#ui/layout/tabs.tsx";
import { ByCharacter } from "./by-character.tsx";
import { ByHour } from "./by-hour.tsx";
import { ByItem } from "./by-item.tsx";
import { Extremes } from "./extremes.tsx";
import classes from "./profit.module.css";
import { ProfitOverTime } from "./profit-over-time.tsx";
import { ProfitTiles } from "./profit-tiles.tsx";
import { rangeIds, ranges } from "./ranges.ts";
import { TaxSummary } from "./tax-summary.tsx";
import { useProfitFilter } from "./use-profit-filter.ts";

const tabs = rangeIds.map((id) => [id, ranges[id].label] as const);

/** What the trader's sales have earned, by the days of the trader's own time zone where one is known. */
export function ProfitDesk() {
  const list = trpc.characters.list.useQuery();
  if (list.isPending) return <SectionSkeleton />;
  return <Report characters={list.data?.characters ?? []} ownZone={list.data?.settings.timeZone ?? null} />;
}

type ReportProps = { characters: readonly Character[]; ownZone: string | null };

/** Range and character are in the URL. */
function Report({ characters, ownZone }: ReportProps) {
  const filter = useProfitFilter(ownZone);
  const panelId = useId();
  const input = { ...filter.filter, timeZone: filter.timeZone };
  const query = trpc.profit.getSummary.useQuery(input, { placeholderData: (before) => before });
  const series = trpc.flips.getProfitOverTime.useQuery({ step: "month", timeZone: filter.timeZone });
  const failure = useLoadFailure(query);
  const taxFailure = useLoadFailure(series);
  if (failure !== null) {
    return (
      <LoadFailed title="Your profit could not be loaded" failure={failure} size="box">
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (query.data === undefined || (series.data === undefined && taxFailure === null))
    return <SectionSkeleton />;
  if (series.data?.points.length === 0) {
    return (
      <Notice title="No sale yet" action={{ label: "Add a trade", href: "/flips" }}>
        What a sale earned after tax, less what the goods cost, is counted here: by day, by item and by hour
        of the week.
      </Notice>
    );
  }
  const summary = query.data;
  return (
    <div className={classes.report}>
      <div className={classes.bar}>
        <Tabs label="Range" tabs={tabs} chosen={filter.range} panelId={panelId} onChoose={filter.setRange} />
        <div className={desk.choices}>
          {characters.length > 1 && (
            <Choice
              label="Character"
              options={[["", "All characters"], ...characters.map(({ id, name }) => [id, name] as const)]}
              chosen={characters.some(({ id }) => id === filter.character) ? filter.character : ""}
              onChoose={filter.setCharacter}
            />
          )}
          <Button onPress={() => window.print()}>Print</Button>
        </div>
      </div>
      <div id={panelId} role="tabpanel" aria-label={ranges[filter.range].label} className={desk.body}>
        <ProfitTiles summary={summary} range={filter.range} />
        <ProfitOverTime filter={filter} firstMs={series.data?.points[0]?.at ?? filter.nowMs} />
        <Extremes filter={filter} />
        <ByItem filter={filter} />
        <div className={classes.pair}>
          <ByHour summary={summary} />
          <ByCharacter summary={summary} />
        </div>
      </div>
      {taxFailure !== null && (
        <LoadFailed title="The tax by month could not be loaded" failure={taxFailure} size="line" />
      )}
      <TaxSummary points={series.data?.points ?? []} timeZone={filter.timeZone} />
    </div>
  );
}
