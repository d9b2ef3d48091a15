"use client";
import { useState } from "react";
import type { ItemView } from "#features/market/contract.ts";
import { fillHours, fillSentence, itemFillText, sidesOf } from "#features/market/rules/fill-time.ts";
import { MAX_OFFER_GP, windowPlan } from "#features/market/rules/limit-window.ts";
import type { Judgement } from "#features/market/rules/judge.ts";
import type { WindowPlan } from "#features/market/rules/limit-window.ts";
import { reachableSentence } from "#features/market/rules/reachable-sentence.ts";
import { reachableUnits } from "#features/market/rules/reachable.ts";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { formatExact } from "#ui/format/format.ts";
import { AmountField } from "./amount-field.tsx";
import { Amount, Gain, Unknown } from "./amount.tsx";
import { Card, Line, Notes } from "./card.tsx";
import type { CalculatorProps } from "./card.tsx";
import classes from "./card.module.css";

/** An upper bound of the field: the largest stack in the game. */
const MAX_QUANTITY = 2_147_483_647;

type QuantityInput = { quantity: number | null; fault: string | null };

function readQuantity(text: string, limit: number | null): QuantityInput {
  if (text.trim() === "") {
    return { quantity: limit, fault: limit === null ? "The limit is unknown: say how many." : null };
  }
  const quantity = parseAmount(text, numberMarksOf());
  if (quantity === null || quantity < 0 || quantity > MAX_QUANTITY) {
    return { quantity: null, fault: "A whole number of units, such as 70 or 2.5k." };
  }
  return { quantity, fault: null };
}

function planOf(
  { low, high, tax }: Judgement,
  resaleFee: number | null,
  quantity: number | null,
): WindowPlan | null {
  if (quantity === null || low === null || high === null || tax === null || resaleFee === null) return null;
  return windowPlan({ quantity, low, high, tax, resaleFee });
}

/** What limit and traded volume let through in one window, with the parts. */
function reachOf({ limit, slowVolume24h }: ItemView, { low }: Judgement): string {
  const units = reachableUnits({ limit, slowVolume24h, low, coins: null });
  return reachableSentence({ limit, slowVolume24h, coinsUnits: null, units });
}

/** The cost, tax and profit of a quantity bought within the 4-hour limit window. */
export function LimitWindow({ item, judged, trusted }: CalculatorProps) {
  const [text, setText] = useState(item.limit === null ? "" : String(item.limit));
  const { quantity, fault } = readQuantity(text, item.limit);
  const plan = planOf(judged, item.resaleFee, quantity);
  const sides = sidesOf(item);
  const fill = fillSentence(quantity, sides);
  const reach = item.limit === null ? null : reachOf(item, judged);
  const isOverLimit = quantity !== null && item.limit !== null && quantity > item.limit;
  return (
    <Card title="Limit window">
      <AmountField
        label="Quantity"
        text={text}
        onChange={setText}
        placeholder={item.limit === null ? "units" : formatExact(item.limit)}
        fault={fault}
      />
      <dl className={classes.lines}>
        <Line label="Coins needed">
          <Amount value={plan?.costGp ?? null} />
        </Line>
        <Line label="Tax on selling">
          <Amount value={plan?.taxGp ?? null} />
        </Line>
        {item.resaleFee !== 0 && (
          <Line label="Re-trade fee">
            <Amount value={plan?.feeGp ?? null} />
          </Line>
        )}
        <Line label="Time to fill">{itemFillText(item, fillHours(quantity, sides)) ?? <Unknown />}</Line>
        <Line label="Profit" sum>
          {trusted ? <Gain value={plan?.profitGp ?? null} /> : <Unknown />}
        </Line>
      </dl>
      {!trusted && <p className={classes.note}>No profit is offered while the prices are doubtful.</p>}
      <Notes sentences={judged.notes} />
      {fill !== null && <p className={classes.note}>{fill}</p>}
      {reach !== null && <p className={classes.note}>{`What one window can pass: ${reach}.`}</p>}
      {isOverLimit && (
        <p className={classes.note}>
          {`Over the limit of ${formatExact(item.limit)}: takes ${formatExact(Math.ceil(quantity / (item.limit ?? 1)))} windows of 4 hours.`}
        </p>
      )}
      {plan !== null && plan.offers > 1 && (
        <p className={classes.note}>
          {`Takes ${formatExact(plan.offers)} offers: one holds at most ${formatExact(MAX_OFFER_GP)} gp.`}
        </p>
      )}
    </Card>
  );
}
