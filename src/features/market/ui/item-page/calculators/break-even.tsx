"use client";
import { useCallback, useState } from "react";
import type { ItemView } from "#features/market/contract.ts";
import { breakEvenGp, netGp, taxGp } from "#features/market/rules/tax.ts";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { formatExact } from "#ui/format/format.ts";
import { useTimedText } from "#ui/format/now.tsx";
import { AmountField } from "./amount-field.tsx";
import { Amount, Gain } from "./amount.tsx";
import { Card, Line } from "./card.tsx";
import classes from "./card.module.css";

const MAX_PRICE_GP = 2_147_483_647;
const DAY_MS = 86_400_000;

/** The lowest sell price that returns a purchase's cost and resale fee, for the current price or one that the trader types. */
export function BreakEven({ item, trusted }: { item: ItemView; trusted: boolean }) {
  const [text, setText] = useState("");
  const today = Number(useTimedText(useCallback((nowMs: number) => String(nowMs - (nowMs % DAY_MS)), [])));
  const sale = { itemId: item.id, atMs: today };

  const typed = parseAmount(text, numberMarksOf());
  const isTyped = text.trim() !== "";
  const isFaulty = isTyped && (typed === null || typed < 0 || typed > MAX_PRICE_GP);
  const cost = isTyped ? (isFaulty ? null : typed) : item.low;
  const fee = item.resaleFee;
  const sellAt = cost === null || fee === null ? null : breakEvenGp(cost + fee, sale);
  const gain =
    cost === null || fee === null || item.high === null ? null : netGp(item.high, sale) - cost - fee;
  return (
    <Card title="Break-even">
      <AmountField
        label="Bought at"
        text={text}
        onChange={setText}
        placeholder={item.low === null ? "such as 1.5m" : formatExact(item.low)}
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
    </Card>
  );
}
