"use client";
import { Notice } from "#ui/feedback/notice.tsx";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Notice tone="bad" title="This page could not be shown" action={{ label: "Try again", onPress: reset }}>
      Nothing you saved is affected.
      {error.digest !== undefined && ` If it stays, quote ${error.digest}.`}
    </Notice>
  );
}
