import { expect, test } from "vitest";
import { describeAddress, reachableUrl, typedUrl } from "./addresses.ts";

test.each([
  ["127.0.0.1", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["::", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["::1", "http://[::1]:3000", "http://[::1]:3000"],
  ["192.0.2.5", "http://192.0.2.5:3000", "http://192.0.2.5:3000"],
  ["desk.example.org", "http://desk.example.org:3000", "http://desk.example.org:3000"],
])("on %s a person types %s, and the machine itself asks %s", (host, typed, reachable) => {
  expect(typedUrl(host, 3000)).toBe(typed);
  expect(reachableUrl(host, 3000)).toBe(reachable);
});

test("who else reaches it is said", () => {
  expect(describeAddress("127.0.0.1", 3000)).toBe("http://localhost:3000");
  expect(describeAddress("0.0.0.0", 3000)).toBe(
    "http://localhost:3000 (and on every address of this machine)",
  );
});
