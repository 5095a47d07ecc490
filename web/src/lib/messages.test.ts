import { expect, test } from "vitest";
import en from "../../messages/en.json";
import id from "../../messages/id.json";
import { m } from "./paraglide/messages.js";

const keys = (messages: object) => Object.keys(messages).sort();
const inputs = (message: unknown) => [...new Set(JSON.stringify(message).match(/\{\w+\}/g))].sort();

test("both languages have the same messages", () => {
  expect(keys(en)).toEqual(keys(id));
});

test("no message is empty", () => {
  for (const messages of [id, en]) {
    for (const [key, message] of Object.entries(messages)) expect(JSON.stringify(message), key).toMatch(/\p{L}/u);
  }
});

test("a message takes the same values in both languages", () => {
  const english: Record<string, unknown> = en;
  for (const [key, message] of Object.entries(id)) expect(inputs(english[key]), key).toEqual(inputs(message));
});

test("a count is written as people write it, and one is not said as many", () => {
  const said = (count: number, locale: "en" | "id") => m.home_overdue({ count }, { locale });
  expect([said(1, "en"), said(1284, "en")]).toEqual(["1 invoice is overdue", "1,284 invoices are overdue"]);
  expect([said(1, "id"), said(1284, "id")]).toEqual(["1 tagihan lewat jatuh tempo", "1.284 tagihan lewat jatuh tempo"]);
});

/** Never one: the least length of a password, and more webhooks than are counted. */
const alwaysMany = ["signup_password_hint", "home_webhooks_many"];

test("every English count has words for one", () => {
  const counting = Object.entries(en).filter(([, message]) => /\{(count|shown)\}/.test(JSON.stringify(message)));
  const without = counting.filter(([, message]) => !JSON.stringify(message).includes("countPlural=one"));
  expect(without.map(([key]) => key).sort()).toEqual(alwaysMany.sort());
});
