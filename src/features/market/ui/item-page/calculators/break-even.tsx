"use client";
import { useState } from "react";
import { breakEvenGp, netGp, taxGp } from "#features/market/rules/tax/tax.ts";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { formatExact } from "#ui/format/format.ts";
import { useToday } from "#features/market/ui/item-page/use-today.ts";
import { AmountField } from "./amount-field.tsx";
import { Amount, Gain } from "./amount.tsx";
import { Card, Line, Notes } from "./card.tsx";
import type { CalculatorProps } from "./card.tsx";
import classes from "./card.module.css";

const MAX_PRICE_GP = 2_147_483_647;

/** The lowest sell price that returns a purchase's cost and resale fee, for the current price or one that the trader types. */
export function BreakEven({ item, judged, trusted }: CalculatorProps) {
  const [text, setText] = useState("");
  const sale = { itemId: item.id, atMs: useToday() };

  const typed = parseAmount(text, numberMarksOf());
  const isTyped = text.trim() !== "";
  const isFaulty = isTyped && (typed === null || typed < 0 || typed > MAX_PRICE_GP);
  const cost = isTyped ? (isFaulty ? null : typed) : judged.low;
  const fee = item.resaleFee;
  const sellAt = cost === null || fee === null ? null : breakEvenGp(cost + fee, sale);
  const gain =
    cost === null || fee === null || judged.high === null ? null : netGp(judged.high, sale) - cost - fee;
  return (
    <Card title="Break-even">
      <AmountField
        label="Bought at"
        text={text}
        onChange={setText}
        placeholder={judged.low === null ? "such as 1.5m" : formatExact(judged.low)}
        fault={isFaulty ? "Coins for one, such as 1.5m or 250k." : null}
      />
      <dl className={classes.lines}>
        <Line label="Tax then">
          <Amount value={sellAt === null ? null : taxGp(sellAt, sale)} />
        </Line>
        {fee !== 0 && (
          <Line label="Re-trade fee">
            <Amount value={fee} />
          </Line>
        )}
        {trusted && (
          <Line label="Gain selling now">
            <Gain value={gain} />
          </Line>
        )}
        <Line label="Sell for at least" sum>
          <Amount value={sellAt} />
        </Line>
      </dl>
      <Notes sentences={judged.notes} />
    </Card>
  );
}
