import type { HeldCard } from "#features/billing/contract.ts";

/** Stripe's names of brands that are not written as they are spoken. */
const BRANDS: Readonly<Record<string, string>> = {
  amex: "American Express",
  cartes_bancaires: "Cartes Bancaires",
  diners: "Diners Club",
  eftpos_au: "eftpos",
  jcb: "JCB",
  unionpay: "UnionPay",
  unknown: "Card",
};

const brandName = (brand: string): string =>
  BRANDS[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1).replaceAll("_", " ");

/** `04/2030`; null if it is not known. */
export const cardExpiry = ({ expMonth, expYear }: HeldCard): string | null =>
  expMonth === null || expYear === null ? null : `${String(expMonth).padStart(2, "0")}/${expYear}`;

/** `Visa ending in 4242, expires 04/2030`. */
export function cardWords(card: HeldCard): string {
  const expiry = cardExpiry(card);
  const ending = card.last4 === "" ? "" : ` ending in ${card.last4}`;
  return `${brandName(card.brand)}${ending}${expiry === null ? "" : `, expires ${expiry}`}`;
}
