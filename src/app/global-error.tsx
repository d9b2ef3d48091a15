"use client";
import "./globals.css";
import { Notice } from "#ui/feedback/notice.tsx";

/** Replaces the root layout when it fails, so it has its own document and only depends on the style sheet. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <Notice
            tone="bad"
            title="GE-Metrics could not start this page"
            action={{ label: "Try again", onPress: reset }}
          >
            Nothing you saved is affected.
          </Notice>
        </main>
      </body>
    </html>
  );
}
