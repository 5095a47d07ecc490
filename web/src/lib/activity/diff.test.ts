import { expect, test } from "vitest";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";
import type { ActivityLog } from "./describe.ts";
import { diffOf } from "./diff.ts";

overwriteGetLocale(() => "id");
const log = (part: Partial<ActivityLog>): ActivityLog => ({
  id: "aud_1",
  entity: "customer",
  entityId: "cus_1",
  version: 2,
  action: "customer.updated",
  actor: { kind: "user", id: "usr_1", name: "Contoh" },
  before: null,
  after: null,
  requestId: "req_1",
  at: "2026-11-20T07:00:00.000Z",
  ...part,
});

test("each column that differs is told, what has words before what has none", () => {
  const before = { version: 1, name: "Lama", routerId: "r1", note: null };
  const after = { version: 2, name: "Baru", routerId: "r2", note: null };
  expect(diffOf(log({ before, after }))).toEqual([
    { field: "Nama", known: true, before: "Lama", after: "Baru" },
    { field: "routerId", known: false, before: "r1", after: "r2" },
  ]);
});

test("a first row tells all that it was made with, and empty is nothing", () => {
  const after = { id: "cus_1", name: "Contoh", note: "", nested: { a: 1 } };
  expect(diffOf(log({ after })).map(({ field, after }) => [field, after])).toEqual([
    ["Nama", "Contoh"],
    ["Catatan", null],
    ["nested", '{"a":1}'],
  ]);
});
