import fc from "fast-check";
import { expect, test } from "vitest";
import { mailContent } from "./contract.ts";
import type { MailContent } from "./contract.ts";
import { renderMail } from "./render.ts";

const full: MailContent = {
  subject: "Your code",
  heading: "Sign in",
  paragraphs: ["Type this code on the page that asked for it.", "It is good for 10 minutes."],
  code: "493027",
  action: { label: "Open the desk", url: "https://desk.example/sign-in?a=1&b=2" },
  footnote: "You did not ask? Then ignore this mail.",
};

test("the text form contains every part, with the code on its own line", () => {
  expect(renderMail(full).text).toBe(
    [
      "Sign in",
      "Type this code on the page that asked for it.",
      "It is good for 10 minutes.",
      "    493027",
      "Open the desk:\nhttps://desk.example/sign-in?a=1&b=2",
      "-- \nYou did not ask? Then ignore this mail.\n",
    ].join("\n\n"),
  );
});

test("the HTML form has no table, image, script or style sheet, and the code in one element", () => {
  const { html } = renderMail(full);
  expect(html).not.toMatch(/<(table|img|script|style|link)/);
  expect(html).toMatch(/<p style="[^"]*monospace;letter-spacing:[^"]*">493027<\/p>/);
  expect(html).toContain('<a href="https://desk.example/sign-in?a=1&amp;b=2"');
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
});

test("omitted parts leave no markup", () => {
  const { text, html } = renderMail({ subject: "s", heading: "Hello", paragraphs: [] });
  expect(text).toBe("Hello\n");
  expect(html.match(/<(p|a|h1)\b/g)).toEqual(["<h1"]);
});

test("every part is escaped", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(..."<>&\"'/=abc script onerror".split("")),
    minLength: 1,
  });
  const shape = renderMail({ ...full, paragraphs: ["a"] })
    .html.replaceAll(/>[^<]*</g, "><")
    .replaceAll(/".*?"/g, '""');
  fc.assert(
    fc.property(hostile, (value) => {
      const { html } = renderMail({
        subject: value,
        heading: value,
        paragraphs: [value],
        code: "1",
        action: { label: value, url: `https://desk.example/?q=${value}` },
        footnote: value,
      });
      expect(html.replaceAll(/>[^<]*</g, "><").replaceAll(/".*?"/g, '""')).toBe(shape);
    }),
  );
});

test("format characters and line breaks are removed from names", () => {
  const name = "Zezima\u202Egnp.exe\u200B\u2066\uFEFF\r\nBcc: a@b.c";
  const { subject, text, html } = renderMail({ subject: name, heading: name, paragraphs: [name] });
  for (const form of [subject, text, html]) {
    expect(form).not.toMatch(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\r]/);
    expect(form).toContain("Zezimagnp.exe  Bcc: a@b.c");
  }
});

test.each(["a\r\nBcc: x@y.zz", "a\nb", "a\rb", "a\u2028b", "a\u0000b"])(
  "a subject with a line break is rejected (%#)",
  (subject) => {
    expect(mailContent.safeParse({ ...full, subject }).success).toBe(false);
  },
);

test("a button accepts only http and https URLs", () => {
  for (const url of ["javascript:alert(1)", "data:text/html,x", "/relative"]) {
    expect(mailContent.safeParse({ ...full, action: { label: "x", url } }).success).toBe(false);
  }
  expect(mailContent.safeParse(full).success).toBe(true);
});
