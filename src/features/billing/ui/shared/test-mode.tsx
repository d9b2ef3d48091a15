import { Pill } from "#ui/feedback/pill.tsx";

/** Marks every billing page while Stripe is in test mode. */
export const TestMode = () => (
  <Pill tone="notice" hint="Cards and invoices are Stripe’s test ones: nobody pays anything">
    Test mode: no real money
  </Pill>
);
