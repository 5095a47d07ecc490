import { expect, test } from "vitest";
import { paths, safeNext } from "./paths.ts";

test("after the login only a path of this app is followed", () => {
  expect(safeNext("/invoices?status=overdue")).toBe("/invoices?status=overdue");
  for (const next of [
    null,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/login",
  ]) {
    expect(safeNext(next), String(next)).toBe("/");
  }
});

test("an id in a link is encoded", () => {
  expect(paths.customers.one("a/b?c")).toBe("/customers/a%2Fb%3Fc");
});

test("the login remembers where to go on, home need not be remembered", () => {
  expect(paths.login("/invoices?q=a b")).toBe("/login?next=%2Finvoices%3Fq%3Da+b");
  expect(paths.login("/")).toBe("/login");
});

test("a list's link carries the filters that are set", () => {
  expect(paths.invoices.list({ status: "overdue", q: undefined })).toBe("/invoices?status=overdue");
});
