import { Pill } from "#ui/feedback/pill.tsx";

/** On every page about money while none moves. */
export const TestMode = () => (
  <Pill tone="notice" hint="Cards and invoices are Stripe’s test ones: nobody pays anything">
    Test mode: no real money
  </Pill>
);
