import { expect, it } from "vitest";
import { recogniseLog } from "./recognise.ts";

const exchange = {
  date: "2026-09-21",
  time: "14:13:20",
  state: "BOUGHT",
  slot: 3,
  item: 561,
  qty: 1,
  worth: 1,
};

it.each([
  ["runelite", '{"b":true,"i":561,"q":100,"p":100,"t":1790000000000}'],
  ["runelite", '[\n  {"buy": true, "itemId": 561, "quantity": 100, "price": 100, "time": 1790000000000}'],
  ["exchange-logger", JSON.stringify(exchange)],
  ["exchange-logger", "2026-09-21,14:13:20,BOUGHT,3,561,100,10000,100,102\r\n"],
  ["exchange-logger", "2026-09-21 14:10:00 state: BUY slot: 3 item: 561 max: 100 offer: 102"],
  ["exchange-logger", "\n# a session\n2026-09-21,14:13:20,CANCELLED_BUY,3,561,0,0,100,102"],
  ["flipping-utilities", '{"trades":[{"id":561,"name":"Nature rune","h":{"sO":[{"uuid"'],
  ["flipping-utilities-csv", "# of my account\nname,date,quantity,price,state\nNature rune,"],
  ["copilot-transactions", "Timestamp,Account,Side,Item,Quantity,Paid/Received,Tax,Price ea.,Part of Flip\n"],
  [
    "copilot-flips",
    "First buy time,Last sell time,Account,Item,Status,Bought,Sold,Avg. buy price,Avg. sell price,Tax,Profit,Profit ea.",
  ],
  ["table", "Item;Amount;Bought for\nNature rune;100;105"],
  ["table", '"Item name"\t"Quantity"\nNature rune\t5'],
  [null, ""],
  [null, "# only a comment"],
  [null, "Dear diary"],
  [null, "1,2,3\n4,5,6"],
  [null, '{"name":"package.json"}'],
  [null, "PK\u0003\u0004"],
])("finds %s by the content", (format, head) => {
  expect(recogniseLog(head)).toBe(format);
});
