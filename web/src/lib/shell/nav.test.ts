import { expect, test } from "vitest";
import { isCurrent, navigation, navigationFor, type NavItem } from "./nav.ts";

const items = navigation.flatMap((group) => group.items);
const viewer = (kinds: string[], permissions: string[]) => ({
  is: (...wanted: string[]) => wanted.some((kind) => kinds.includes(kind)),
  can: (permission: string) => permissions.includes(permission),
});
const ids = (kinds: string[], permissions: string[]) =>
  navigationFor(viewer(kinds, permissions)).flatMap((group) => group.items.map((item) => item.id));

test("no two places share their keys, their address or their name", () => {
  for (const of of ["keys", "href", "id"] as const) {
    expect(new Set(items.map((item) => item[of])).size, of).toBe(items.length);
  }
});

test("a place that one may not read is not shown, nor its group when nothing is left", () => {
  expect(ids(["isp"], [])).toEqual(["home"]);
  expect(ids(["isp"], ["customers:read"])).toEqual(["home", "customers"]);
});

test("a pawn shop has no internet plans", () => {
  const all = items.flatMap((item) => item.permission ?? []);
  expect(ids(["pawn"], all)).not.toContain("plans");
  expect(ids(["pawn", "isp"], all)).toContain("plans");
});

test("a thing's page belongs to its list; home is only home", () => {
  const by = (id: string) => items.find((item) => item.id === id) as NavItem;
  expect(isCurrent(by("customers"), "/customers/cus_1")).toBe(true);
  expect(isCurrent(by("customers"), "/customers-old")).toBe(false);
  expect(isCurrent(by("home"), "/customers")).toBe(false);
  expect(isCurrent(by("home"), "/")).toBe(true);
});
