import { expect, test } from "vitest";
import type { Permission } from "#lib/session.svelte.ts";
import { groupPermissions, permissionWords } from "./permissions.ts";

const all = Object.keys(permissionWords) as Permission[];

test("every permission is in exactly one group", () => {
  expect(
    groupPermissions(all)
      .flatMap(({ permissions }) => permissions)
      .sort(),
  ).toEqual(all.toSorted());
});

test("no two permissions are worded alike", () => {
  for (const locale of ["id", "en"] as const) {
    const said = all.map((permission) =>
      (permissionWords[permission] as (_: object, o: object) => string)({}, { locale }),
    );
    expect(new Set(said).size, locale).toBe(all.length);
  }
});

test("reading comes before changing, and groups without any are left out", () => {
  const groups = groupPermissions(["invoices:void", "invoices:read"]);
  expect(groups.map(({ permissions }) => permissions)).toEqual([["invoices:read", "invoices:void"]]);
});
