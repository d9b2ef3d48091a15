import { isCardNumber } from "#simulators/stripe/billing/cards.ts";
import type { CardDetails } from "#simulators/stripe/billing/methods.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";

/** The submitted fields that the page shows again; a card number is never shown again. */
export type EnteredFields = { email: string; name: string; expiry: string };
export type Fields = Record<string, string | undefined>;

export const readEntered = (form: Fields): EnteredFields => ({
  email: form["email"] ?? "",
  name: form["name"] ?? "",
  expiry: form["expiry"] ?? "",
});

/** Validates the card's fields as Stripe's page does; returns a message if one is invalid. */
export function readCard(form: Fields, nowS: number): CardDetails | { problem: string } {
  const number = (form["number"] ?? "").replaceAll(/[\s-]/g, "");
  if (number === "") return { problem: "Your card number is incomplete." };
  if (!isCardNumber(number)) return { problem: "Your card number is invalid." };
  const expiry = /^\s*(\d{1,2})\s*\/\s*(\d{2}|\d{4})\s*$/.exec(form["expiry"] ?? "");
  const expMonth = Number(expiry?.[1]);
  const year = Number(expiry?.[2]);
  const expYear = year < 100 ? 2000 + year : year;
  if (expiry === null || expMonth < 1 || expMonth > 12)
    return { problem: "Your card's expiration date is incomplete." };
  if (Date.UTC(expYear, expMonth, 1) / 1000 <= nowS)
    return { problem: "Your card's expiration date is in the past." };
  if (!/^\d{3,4}$/.test((form["cvc"] ?? "").trim()))
    return { problem: "Your card's security code is incomplete." };
  return { number, expMonth, expYear, name: form["name"]?.trim() || null };
}

export const problemNote = (problem: string | null): Html | null =>
  problem === null ? null : html`<p class="error" role="alert" id="problem">${problem}</p>`;

/** The card's fields, with the list of test card numbers. */
export const cardFields = (typed: EnteredFields, problem: string | null): Html => {
  const described =
    problem === null ? html`aria-describedby="cards"` : html`aria-describedby="problem cards"`;
  return html` <label for="number">Card number</label>
    <input
      id="number"
      name="number"
      inputmode="numeric"
      autocomplete="cc-number"
      placeholder="4242 4242 4242 4242"
      ${described}
    />
    <label for="expiry">Expiration (MM / YY)</label>
    <input id="expiry" name="expiry" autocomplete="cc-exp" placeholder="12 / 34" value="${typed.expiry}" />
    <label for="cvc">Security code (CVC)</label>
    <input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123" />
    <label for="name">Name on card</label>
    <input id="name" name="name" autocomplete="cc-name" value="${typed.name}" />
    <p id="cards">
      Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 0341 is taken and
      declined at later charges. Any other valid number pays too. Any date to come, any three digits.
    </p>`;
};
