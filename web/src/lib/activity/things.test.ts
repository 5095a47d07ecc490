import { expect, test } from "vitest";
import type { ActivityLog } from "./describe.ts";
import { thingHref, thingName } from "./things.ts";

const log = (part: Partial<ActivityLog>): ActivityLog => ({
  id: "aud_1",
  entity: "invoice",
  entityId: "inv_1",
  version: 1,
  action: "invoice.issued",
  actor: { kind: "user", id: "usr_1", name: "Contoh" },
  before: null,
  after: null,
  requestId: "req_1",
  at: "2026-11-20T07:00:00.000Z",
  ...part,
});

test("a row leads to its thing, unless that is gone or not for this reader", () => {
  const anyone = { can: () => true };
  expect(thingHref(log({}), anyone)).toBe("/invoices/inv_1");
  expect(thingHref(log({ entity: "brand", entityId: "brd_1" }), anyone)).toBe("/brands?dialog=brd_1");
  expect(thingHref(log({ action: "invoice.removed" }), anyone)).toBeUndefined();
  expect(thingHref(log({ entity: "user", entityId: "usr_1" }), anyone)).toBe("/members/usr_1");
  expect(thingHref(log({ entity: "session" }), anyone)).toBeUndefined();
  expect(thingHref(log({}), { can: () => false })).toBeUndefined();
});

test("a thing is called by its number, or by the name it was made with", () => {
  expect(thingName(log({ before: { number: null }, after: { number: "INV-2026-001" } }))).toBe("INV-2026-001");
  expect(thingName(log({ after: { number: 7, name: "Contoh" } }))).toBe("Contoh");
  expect(thingName(log({ before: { name: "Lama" }, after: { name: "Baru" } }))).toBeUndefined();
});
