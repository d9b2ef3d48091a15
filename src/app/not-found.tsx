import { Notice } from "#ui/feedback/notice.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Notice title="There is nothing at this address" action={{ label: "Open the market", href: "/" }}>
      The item may not be tradeable, or the link may be mistyped.
    </Notice>
  );
}
