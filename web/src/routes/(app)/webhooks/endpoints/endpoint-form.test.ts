import { expect, test } from "vitest";
import {
  endpointBody,
  endpointFormOf,
  endpointSchema,
  isPath,
  mappingOf,
  valuesOf,
  type Endpoint,
} from "./endpoint-form.ts";
import { headersOf, pathsOf } from "./sample.ts";

const endpoint = {
  name: "Bank Contoh",
  key: "bank-contoh",
  signature: { scheme: "hmac", header: "X-Signature", algorithm: "sha512", encoding: "base64", prefix: "v1=" },
  allowedAddresses: ["203.0.113.7", "2001:db8::/32"],
  action: "payment",
  mapping: {
    invoiceNumber: { path: "data.bill" },
    amount: { path: "data.amount" },
    reference: { path: 'data["ref no"]' },
    status: { path: "data.status", values: { SETTLED: "paid", "a=b": "paid" } },
    method: { text: "VA" },
  },
} as unknown as Endpoint;
const problemsOf = (change: object) =>
  endpointSchema.safeParse({ ...endpointFormOf(endpoint), ...change }).error?.issues.map(({ path }) => path.join("."));

test("an endpoint that is opened and saved is what it was", () => {
  const { key: _, ...rest } = endpoint;
  expect(endpointBody(endpointSchema.parse(endpointFormOf(endpoint)))).toEqual(rest);
});

test("the form names what is missing or wrong, at the field where it is written", () => {
  expect(problemsOf({})).toBeUndefined();
  const { mapping } = endpointFormOf(endpoint);
  const empty = { source: "path", path: " ", text: "", values: "" } as const;
  expect(problemsOf({ mapping: { ...mapping, amount: empty } })).toEqual(["mapping.amount"]);
  expect(problemsOf({ mapping: { ...mapping, amount: { ...empty, path: "a..b" } } })).toEqual(["mapping.amount"]);
  expect(problemsOf({ mapping: { ...mapping, status: { ...empty, path: "a", values: "SETTLED" } } })).toEqual([
    "values.status",
  ]);
  expect(problemsOf({ scheme: "none", allowedAddresses: "" })).toEqual(["allowedAddresses"]);
  expect(problemsOf({ allowedAddresses: "203.0.113.7\nnowhere" })).toEqual(["allowedAddresses"]);
  expect(problemsOf({ header: "a b" })).toEqual(["header"]);
  expect(problemsOf({ secret: "short" })).toEqual(["secret"]);
  expect(problemsOf({ key: "Bank" })).toEqual(["key"]);
});

test("only the fields of the chosen action are sent", () => {
  const form = endpointFormOf(endpoint);
  const title = { source: "text", path: "", text: " Kabar ", values: "" } as const;
  expect(mappingOf({ action: "notify", mapping: { ...form.mapping, title } })).toEqual({ title: { text: "Kabar" } });
});

test("a word may hold an equals sign", () => {
  expect(valuesOf(" a=b = paid \n\n=x\nSETTLED=paid")).toEqual({ "a=b": "paid", SETTLED: "paid" });
});

test("a sample's values can be chosen by paths that the form takes", () => {
  const body = JSON.stringify({ data: { items: [{ "a.b": 1 }, { c: 2 }], 'say "x"': true, none: null }, "": 1 });
  const paths = pathsOf(body, {});
  expect(paths.slice(0, 3)).toEqual(['data.items[0]["a.b"]', "data['say \"x\"']", "data.none"]);
  expect(paths.slice(0, 3).every(isPath)).toBe(true);
  const form = headersOf("Content-Type: application/x-www-form-urlencoded\nno header\nX-A:b");
  expect(form).toEqual({ "Content-Type": "application/x-www-form-urlencoded", "X-A": "b" });
  expect(pathsOf("bill=1&data[amount]=2", form)).toEqual(["bill", '["data[amount]"]']);
  expect(pathsOf("{not json", {})).toEqual([]);
});
