"use client";
import { useOnline } from "#ui/failure/use-online.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { isMissingCode } from "#ui/failure/missing-code.ts";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const isOnline = useOnline();
  if (isMissingCode(error)) {
    return (
      <Notice
        tone="bad"
        title={isOnline ? "A newer version is here" : "This part was not loaded before you went offline"}
        action={{ label: "Reload", onPress: () => location.reload() }}
      >
        {isOnline
          ? "This page needs a part of the version that it was opened with, and the server has it no more."
          : "It can be loaded when you are back."}{" "}
        Nothing you saved is affected.
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title="This page could not be shown" action={{ label: "Try again", onPress: reset }}>
      Nothing you saved is affected.
      {error.digest !== undefined && ` If it stays, quote ${error.digest}.`}
    </Notice>
  );
}
