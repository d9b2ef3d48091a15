import { expect, it } from "vitest";
import { feedUrlOf } from "./claim-feed.ts";

it("the stored URL of a feed has no user name, password or query", () => {
  expect(feedUrlOf("https://trader:hunter2@feed.example:8443/api/v1/?token=secret#part")).toBe(
    "https://feed.example:8443/api/v1",
  );
});
