"use client";
import { useEffect, useState } from "react";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { trpc } from "#trpc/client.tsx";

/** Opens pages of Stripe. `pending` stays true until this page unloads; Back from the bfcache resets it. */
export function useStripePage() {
  const [leaving, setLeaving] = useState(false);
  const opts = {
    onSuccess: ({ url }: { url: string }) => {
      setLeaving(true);
      location.assign(url);
    },
  };
  const checkout = trpc.billing.checkout.useMutation(opts);
  const portal = trpc.billing.portal.useMutation(opts);
  useEffect(() => {
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && setLeaving(false);
    addEventListener("pageshow", onShow);
    return () => removeEventListener("pageshow", onShow);
  }, []);
  const pending = leaving || checkout.isPending || portal.isPending;
  return {
    pending,
    error: pending ? null : (checkout.error ?? portal.error),
    toCheckout: (price: PriceKey) => {
      portal.reset();
      checkout.mutate({ price });
    },
    toPortal: () => {
      checkout.reset();
      portal.mutate();
    },
  };
}
