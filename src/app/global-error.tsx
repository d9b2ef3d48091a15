"use client";
import "./globals.css";
import { isMissingCode } from "#ui/failure/missing-code.ts";
import { Notice } from "#ui/feedback/notice.tsx";

/** Replaces the root layout when it fails, so it has its own document and only depends on the style sheet. */
export default function GlobalError({ error, reset }: { error: Error; reset: () => void }) {
  const isOld = isMissingCode(error);
  return (
    <html lang="en">
      <body>
        <main>
          <Notice
            tone="bad"
            title={isOld ? "A part of this page could not be loaded" : "GE-Metrics could not start this page"}
            action={
              isOld
                ? { label: "Reload", onPress: () => location.reload() }
                : { label: "Try again", onPress: reset }
            }
          >
            Nothing you saved is affected.
          </Notice>
        </main>
      </body>
    </html>
  );
}
