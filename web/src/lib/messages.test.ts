import { expect, test } from "vitest";
import en from "../../messages/en.json";
import id from "../../messages/id.json";

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
