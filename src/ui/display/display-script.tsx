import { displayScript } from "./display.ts";

/** Applies the stored choices before the first paint. `nonce`: null where no policy asks for one. */
export const DisplayScript = ({ nonce }: { nonce: string | null }) => (
  <script {...(nonce !== null && { nonce })}>{displayScript}</script>
);
