import { receiveWebhook } from "#features/billing/http.ts";

export { receiveWebhook as POST };
