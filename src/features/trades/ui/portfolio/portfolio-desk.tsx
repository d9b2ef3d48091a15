"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { Choice } from "#features/trades/ui/desk/choice.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Allocation } from "./allocation.tsx";
import { HoldingTable } from "./holding-table.tsx";
import { charactersOf, holdingOrders, sortHoldings } from "./order.ts";
import { PortfolioTiles } from "./portfolio-tiles.tsx";

const orderNames = holdingOrders.map(([name]) => name);
const parsers = {
  sort: parseAsStringLiteral(orderNames).withDefault("value"),
  character: parseAsString.withDefault(""),
};
/** Prices come once a minute. */
const AGAIN_MS = 60_000;

export function PortfolioDesk() {
  const query = trpc.portfolio.get.useQuery(undefined, { staleTime: 0, refetchInterval: AGAIN_MS });
  const failure = useLoadFailure(query);
  const [{ sort, character }, change] = useQueryStates(parsers, { history: "replace" });
  if (failure !== null) {
    return (
      <LoadFailed title="Your portfolio could not be loaded" failure={failure} size="box">
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (query.data === undefined) return <SectionSkeleton />;
  const { holdings, offers, method } = query.data;
  if (holdings.length === 0) {
    return (
      <>
        {/* A trader without goods may have all coins in offers. */}
        {offers.length > 0 && <PortfolioTiles portfolio={query.data} />}
        <Notice title="You hold nothing" action={{ label: "Add a purchase", href: "/flips" }}>
          What you bought and have not sold yet stands here, with its cost and what it would bring now.
        </Notice>
      </>
    );
  }
  const characters = charactersOf(holdings);
  const chosen = characters.some(([id]) => id === character) ? character : "";
  const shown = sortHoldings(
    chosen === "" ? holdings : holdings.filter(({ characterId }) => characterId === chosen),
    sort,
  );
  return (
    <>
      <PortfolioTiles portfolio={query.data} />
      <Allocation holdings={holdings} />
      <div className={desk.choices}>
        <Choice
          label="Order"
          options={holdingOrders}
          chosen={sort}
          onChoose={(next) => void change({ sort: next })}
        />
        {characters.length > 1 && (
          <Choice
            label="Character"
            options={[["", "All characters"], ...characters]}
            chosen={chosen}
            onChoose={(next) => void change({ character: next === "" ? null : next })}
          />
        )}
      </div>
      <HoldingTable
        key={`${sort} ${chosen}`}
        holdings={shown}
        method={method}
        hasCharacters={characters.length > 1}
      />
    </>
  );
}
