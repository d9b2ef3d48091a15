import type { PaymentMethod } from "#simulators/stripe/wire.ts";

export type Decline = { code: string; decline_code: string; message: string };

const DECLINED: Decline = {
  code: "card_declined",
  decline_code: "generic_decline",
  message: "Your card was declined.",
};
/** The behaviour of Stripe's test cards by their last four digits, when attached and when charged. */
const BEHAVIOUR: Record<string, { attach?: Decline; charge?: Decline }> = {
  "0002": { attach: DECLINED, charge: DECLINED },
  "0341": { charge: DECLINED },
  "9995": {
    attach: {
      code: "card_declined",
      decline_code: "insufficient_funds",
      message: "Your card has insufficient funds.",
    },
    charge: {
      code: "card_declined",
      decline_code: "insufficient_funds",
      message: "Your card has insufficient funds.",
    },
  },
  "0069": {
    attach: { code: "expired_card", decline_code: "expired_card", message: "Your card has expired." },
    charge: { code: "expired_card", decline_code: "expired_card", message: "Your card has expired." },
  },
  "3184": {
    charge: {
      code: "authentication_required",
      decline_code: "authentication_required",
      message: "Your card was declined. This transaction requires authentication.",
    },
  },
};

/** The card numbers of Stripe's predefined payment methods and tokens. */
export const TEST_CARDS: Record<string, string> = {
  visa: "4242424242424242",
  mastercard: "5555555555554444",
  chargeDeclined: "4000000000000002",
  chargeCustomerFail: "4000000000000341",
  chargeDeclinedInsufficientFunds: "4000000000009995",
  authenticationRequired: "4000002760003184",
};

const last4 = (method: PaymentMethod) => method.card.last4;
export const attachDecline = (method: PaymentMethod): Decline | null =>
  BEHAVIOUR[last4(method)]?.attach ?? null;
export const chargeDecline = (method: PaymentMethod): Decline | null =>
  BEHAVIOUR[last4(method)]?.charge ?? null;

/** Checks the Luhn digit of a card number. */
export function isCardNumber(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits)) return false;
  const total = [...digits].toReversed().reduce((sum, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return total % 10 === 0;
}
