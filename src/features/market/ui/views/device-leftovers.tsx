"use client";
import { useState } from "react";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { readDeviceViews, storeDeviceViews } from "./device-views.ts";
import classes from "./views.module.css";

type DeviceLeftoversProps = { onDone: (text: string) => void; onFault: (text: string) => void };

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");

/** Views that were saved on this device without an account: offers to keep them in the account. */
export function DeviceLeftovers({ onDone, onFault }: DeviceLeftoversProps) {
  const utils = trpc.useUtils();
  const [left, setLeft] = useState(readDeviceViews);
  const adopt = trpc.views.adopt.useMutation({
    onSuccess: async ({ renamed }) => {
      storeDeviceViews([]);
      setLeft([]);
      await utils.views.list.invalidate();
      const clash = renamed.length === 0 ? "" : ` Names you had already got a number: ${quoted(renamed)}.`;
      onDone(`The views of this device are in your account.${clash}`);
    },
    onError: (error) => onFault(faultText(error)),
  });
  if (left.length === 0) return null;
  return (
    <section className={classes.leftovers} aria-label="Only on this device">
      <p>
        Only on this device: <bdi>{quoted(left.map(({ name }) => name))}</bdi>
      </p>
      <Button
        pending={adopt.isPending}
        onPress={() => adopt.mutate({ views: left.map(({ name, view }) => ({ name, view })) })}
      >
        {adopt.isPending ? "Keeping…" : "Keep in my account"}
      </Button>
    </section>
  );
}
