"use client";
import { useState } from "react";
import {
  CASTS_PER_HOUR,
  FIRE_RUNES_PER_CAST,
  NATURE_RUNE_ID,
  alchProfitGp,
  alchReturns,
  alchUnits,
} from "#features/market/rules/alchemy.ts";
import { basisSentences } from "#features/market/rules/profit-basis.ts";
import { sidesOf } from "#features/market/rules/fill-time.ts";
import { formatExact } from "#ui/format/format.ts";
import { trpc } from "#trpc/client.tsx";
import { Amount, Gain } from "./amount.tsx";
import { Card, Line, Notes } from "./card.tsx";
import type { CalculatorProps } from "./card.tsx";
import classes from "./card.module.css";

/** The profit of one High Level Alchemy cast. It is not taxed, so only the buy price matters. */
export function Alchemy({ item, judged, trusted }: CalculatorProps) {
  const [fireStaff, setFireStaff] = useState(false);
  const canAlch = item.highalch !== null;
  const rune = trpc.items.get.useQuery({ id: NATURE_RUNE_ID }, { enabled: canAlch, staleTime: 60_000 });
  const nature = rune.data?.low ?? null;
  if (!canAlch) {
    return (
      <Card title="High alchemy">
        <p className={classes.note}>Its alchemy value is unknown, or it cannot be alchemised.</p>
      </Card>
    );
  }
  const fire = item.alchRuneCost === null || nature === null ? null : item.alchRuneCost - nature;
  const profit = alchProfitGp(item.highalch, judged.low, fireStaff ? nature : item.alchRuneCost);
  const units = alchUnits({
    limit: item.limit,
    lowVolume24h: sidesOf(item).low.day,
    low: judged.low,
    coins: null,
  });
  const returns = alchReturns(profit, units);
  return (
    <Card title="High alchemy">
      <dl className={classes.lines}>
        <Line label="Alchemy value">
          <Amount value={item.highalch} />
        </Line>
        <Line label="− Buy at">
          <Amount value={judged.low} />
        </Line>
        <Line label="− Nature rune">
          <Amount value={nature} />
        </Line>
        <Line label={`− ${FIRE_RUNES_PER_CAST} fire runes`}>
          <Amount value={fireStaff ? 0 : fire} />
        </Line>
        <Line label={profit !== null && profit < 0 ? "Loss a cast" : "Profit a cast"} sum>
          <Gain value={profit} trusted={trusted || (profit ?? 0) <= 0} />
        </Line>
        <Line label={`An hour, up to ${formatExact(CASTS_PER_HOUR)} casts`}>
          <Gain value={returns.hour} trusted={trusted || (profit ?? 0) <= 0} />
        </Line>
        <Line label="A limit window">
          <Gain value={returns.window} trusted={trusted || (profit ?? 0) <= 0} />
        </Line>
      </dl>
      {units !== null && (
        <p className={classes.note}>{`One window lets you buy and cast ${formatExact(units)}.`}</p>
      )}
      <label className={classes.check}>
        <input type="checkbox" checked={fireStaff} onChange={(event) => setFireStaff(event.target.checked)} />
        With a fire staff
      </label>
      <Notes sentences={basisSentences(judged.basis, ["low"])} />
      {!trusted && profit !== null && profit > 0 && (
        <p className={classes.note}>Check the price first: it is doubtful.</p>
      )}
    </Card>
  );
}
