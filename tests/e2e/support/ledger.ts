import type { Page } from "@playwright/test";
import { join, newcomer, post } from "./accounts.ts";

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

/**
 * A trader with two characters. Main sold 100 nature runes for a profit of 800 and a whip for a loss, and has 50 runes and
 * 30 whips left; Alt has bought 5 whips in the running window, and holds a rune that it never bought.
 */
export async function joinWithTrades(page: Page, path: string): Promise<void> {
  await join(page, newcomer(), "/settings");
  const now = Date.now();
  await post(page, "characters.create", { name: "Main" });
  await post(page, "characters.create", { name: "Alt" });
  const runes = { itemId: 561, price: 100 };
  const whips = { itemId: 4151, price: 1_500_000 };
  await post(page, "trades.add", {
    trades: [
      { kind: "buy", ...runes, quantity: 150, at: now - 9 * DAY_MS },
      { kind: "sell", ...runes, quantity: 100, price: 110, at: now - 8 * DAY_MS },
      { kind: "buy", ...whips, quantity: 1, price: 2_000_000, at: now - 7 * DAY_MS },
      { kind: "sell", ...whips, quantity: 1, price: 1_900_000, at: now - 6 * DAY_MS },
      { kind: "buy", ...whips, quantity: 30, at: now - 2 * HOUR_MS },
      { kind: "buy", ...whips, quantity: 5, at: now - HOUR_MS, character: "Alt" },
      { kind: "transfer", itemId: 561, quantity: 1, toCharacter: "Alt", character: "Main", at: now - DAY_MS },
      { kind: "sell", itemId: 561, quantity: 3, price: 110, at: now - HOUR_MS, character: "Alt" },
    ],
  });
  await page.goto(path);
}
