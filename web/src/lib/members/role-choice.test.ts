import { expect, test } from "vitest";
import type { Schemas } from "#lib/api/client.ts";
import { roleBody, roleItems, roleValue } from "./role-choice.ts";

const roles: Pick<Schemas["Roles"], "builtIn" | "data"> = {
  builtIn: [
    { role: "owner", permissions: ["customers:read", "users:write"] },
    { role: "admin", permissions: ["customers:read", "users:write"] },
    { role: "staff", permissions: ["customers:read"] },
  ],
  data: [
    {
      id: "rol_1",
      name: "Penagih",
      base: "staff",
      permissions: ["payments:write"],
      createdAt: "2026-11-20T07:00:00.000Z",
    },
  ],
};
const offered = (isOwner: boolean, held: string[]) =>
  roleItems(roles, { isOwner, can: (permission) => held.includes(permission) })
    .filter(({ disabled }) => !disabled)
    .map(({ value }) => value);

test("nobody is offered to give more than they hold", () => {
  expect(offered(false, ["customers:read"])).toEqual(["staff"]);
  expect(offered(false, ["customers:read", "payments:write"])).toEqual(["staff", "rol_1"]);
});

test("only an owner can make owners, whatever else is held", () => {
  expect(offered(false, ["customers:read", "users:write"])).toEqual(["admin", "staff"]);
  expect(offered(true, ["customers:read", "users:write"])).toEqual(["owner", "admin", "staff"]);
});

test("a choice is sent as the kind of role it is", () => {
  expect(roleBody("admin")).toEqual({ role: "admin" });
  expect(roleBody("rol_1")).toEqual({ customRoleId: "rol_1" });
  expect(roleValue({ role: "staff", customRole: { id: "rol_1" } })).toBe("rol_1");
  expect(roleValue({ role: "staff", customRole: null })).toBe("staff");
});
