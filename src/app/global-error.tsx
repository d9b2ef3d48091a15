"use client";
import "./globals.css";
import { Notice } from "#ui/feedback/notice.tsx";

/** Stands in for the layout itself, so it brings its own document and relies on nothing but the style sheet. */
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
