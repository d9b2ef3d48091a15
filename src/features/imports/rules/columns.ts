/** What a column of a table can mean. A row is one trade, or a flip with a purchase, a sale or both. */
export const columnRoles = [
  "item",
  "quantity",
  "character",
  "time",
  "side",
  "price",
  "total",
  "buyPrice",
  "buyTime",
  "sellPrice",
  "sellTime",
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** The index of the column for each role, from 0. */
export type Columns = Partial<Record<ColumnRole, number>>;

export type ColumnMapping = {
  columns: Columns;
  /** Dates such as 03/04/2026 are of April, not of March. */
  isDayFirst: boolean;
  /** Prices of sales are what the seller kept. */
  isAfterTax: boolean;
};

/** Header names in small letters without spaces and signs, as trackers and spreadsheets use them. */
const NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  item: ["item", "itemname", "name", "itemid", "product"],
  quantity: ["quantity", "qty", "amount", "units", "count", "volume", "bought"],
  character: ["character", "account", "rsn", "player", "accountname", "username"],
  time: ["time", "date", "timestamp", "datetime", "when", "createdat", "tradedat", "completed"],
  side: ["side", "type", "action", "buysell", "transaction", "transactiontype", "state", "direction"],
  price: ["price", "unitprice", "priceea", "priceeach", "priceperunit", "priceperitem", "each"],
  total: ["total", "totalprice", "totalcost", "worth", "value", "paidreceived", "totalvalue", "coins"],
  buyPrice: [
    "buyprice",
    "buy",
    "buyingprice",
    "boughtfor",
    "boughtat",
    "purchaseprice",
    "avgbuyprice",
    "buypriceea",
  ],
  buyTime: ["buytime", "buydate", "boughton", "datebought", "purchasedate", "firstbuytime", "opened"],
  sellPrice: [
    "sellprice",
    "sell",
    "sellingprice",
    "soldfor",
    "soldat",
    "saleprice",
    "avgsellprice",
    "sellpriceea",
  ],
  sellTime: ["selltime", "selldate", "soldon", "datesold", "saledate", "lastselltime", "closed"],
};

/** Without what stands in brackets, such as a unit or a zone. */
const plainName = (name: string): string =>
  name
    .replaceAll(/\(.*?\)/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** The columns that a header names by itself. Roles that it does not name are left out. */
export function proposeColumns(header: readonly string[]): Columns {
  const plain = header.map(plainName);
  const found: Columns = {};
  for (const role of columnRoles) {
    const at = NAMES[role]
      .map((name) => plain.indexOf(name))
      .find((index) => index >= 0 && !Object.values(found).includes(index));
    if (at !== undefined) found[role] = at;
  }
  if (found.buyPrice !== undefined || found.sellPrice !== undefined) return asFlips(found);
  return found;
}

/** A table of flips has one time for both, where it has no own one for each. */
function asFlips({ time, side: _side, price: _price, total: _total, ...found }: Columns): Columns {
  if (time === undefined) return found;
  return {
    ...(found.buyPrice !== undefined && { buyTime: time }),
    ...(found.sellPrice !== undefined && { sellTime: time }),
    ...found,
  };
}

const has = (columns: Columns, ...roles: ColumnRole[]): boolean =>
  roles.every((role) => columns[role] !== undefined);

/** Why rows cannot be read with these columns, in words; null if they can. */
export function columnsProblem(columns: Columns): string | null {
  if (!has(columns, "item")) return "Say which column has the item";
  if (!has(columns, "quantity")) return "Say which column has the quantity";
  if (isFlipTable(columns)) {
    if (has(columns, "buyPrice") && !has(columns, "buyTime"))
      return "Say which column has the time of the purchase";
    if (has(columns, "sellPrice") && !has(columns, "sellTime"))
      return "Say which column has the time of the sale";
    return null;
  }
  if (!has(columns, "side")) return "Say which column tells buys and sells apart";
  if (!has(columns, "price") && !has(columns, "total")) return "Say which column has the price or the total";
  return has(columns, "time") ? null : "Say which column has the time";
}

/** Whether each row is a flip: it has prices for buying and selling of their own. */
export const isFlipTable = (columns: Columns): boolean =>
  has(columns, "buyPrice") || has(columns, "sellPrice");

/** Names a header, so that its mapping is remembered: names in order, whatever their case and the delimiter. */
export const headerKey = (header: readonly string[]): string =>
  header.map((name) => name.trim().toLowerCase()).join("\u001F");
