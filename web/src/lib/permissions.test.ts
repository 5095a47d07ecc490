import { expect, test } from "vitest";
import { allPermissions } from "../../../worker/core/access.ts";
import { permissionGroups, permissionLabel } from "./permissions.ts";

test("every permission of the API has words of its own and stands in one group", () => {
  const labels = allPermissions.map(permissionLabel);
  expect(labels.filter((label) => label.includes(":"))).toEqual([]);
  expect(new Set(labels).size).toBe(labels.length);
  const grouped = permissionGroups(allPermissions).flatMap((group) => group.permissions.map(({ name }) => name));
  expect(grouped.sort()).toEqual([...allPermissions].sort());
});

test("only what is asked for is listed, and what has no words yet is shown by its name", () => {
  expect(permissionGroups(["plans:read", "router:reboot"]).map((group) => group.permissions)).toEqual([
    [{ name: "plans:read", label: permissionLabel("plans:read") }],
    [{ name: "router:reboot", label: "router:reboot" }],
  ]);
});
