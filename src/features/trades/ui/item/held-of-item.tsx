"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ReactNode } from "react";
import type { Holding, Portfolio } from "#features/trades/portfolio/contract.ts";
import { Amount, Exact, Percent, SignedAmount } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import classes from "./item.module.css";

const Lots = dynamic(() => import("#features/trades/ui/portfolio/lots.tsx").then((module) => module.Lots), {
  ssr: false,
});

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Facts = ({ held }: { held: Holding }) => (
  <dl className={classes.facts}>
    <Fact label="I hold">
      <Exact value={held.units} />
    </Fact>
    <Fact label="Average cost, gp">
      <Amount value={held.unitCost === null ? null : Math.round(held.unitCost)} />
    </Fact>
    <Fact label="Break-even">
      <Amount value={held.breakEven} />
    </Fact>
    <Fact label="Value now, after tax">
      <Amount value={held.value} />
    </Fact>
    <Fact label="Unrealised profit">
      <SignedAmount value={held.profit} /> <Percent value={held.roi} />
    </Fact>
  </dl>
);

/** What is held of one item, by character, with its lots. */
export function HeldOfItem({ portfolio: { holdings, method } }: { portfolio: Portfolio }) {
  const [isOpen, setOpen] = useState(false);
  if (holdings.length === 0) return <p className={classes.line}>I hold none.</p>;
  return (
    <>
      {holdings.map((held) => (
        <div key={held.characterId} className={classes.holding}>
          {holdings.length > 1 && (
            <h3>
              <bdi>{held.character}</bdi>
            </h3>
          )}
          <Facts held={held} />
          {!held.isPriceTrusted && (
            <p className={desk.note}>Counted with a price that is in doubt: see the note above.</p>
          )}
          {isOpen && <Lots itemId={held.itemId} characterId={held.characterId} method={method} />}
        </div>
      ))}
      {!isOpen && <Button onPress={() => setOpen(true)}>Show my lots</Button>}
    </>
  );
}
