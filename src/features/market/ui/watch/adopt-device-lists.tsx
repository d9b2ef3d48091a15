"use client";
import { useEffect, useEffectEvent, useRef } from "react";
import { trpc } from "#trpc/client.tsx";
import { useAdopt } from "./use-adopt.ts";

/** Moves the lists of this device into the account as soon as somebody is signed in. */
export function AdoptDeviceLists() {
  const { adopt } = useAdopt();
  const isReady = trpc.watchlists.list.useQuery().data !== undefined;
  const wasTried = useRef(false);
  const start = useEffectEvent(() => {
    if (wasTried.current) return;
    wasTried.current = true;
    void adopt();
  });
  useEffect(() => {
    if (isReady) start();
  }, [isReady]);
  return null;
}
