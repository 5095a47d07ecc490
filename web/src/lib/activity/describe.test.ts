import { expect, test } from "vitest";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";
import { describeActivity, type ActivityLog } from "./describe.ts";

const log = (part: Partial<ActivityLog>): ActivityLog => ({
  id: "aud_1",
  entity: "subscription",
  entityId: "sub_1",
  version: 2,
  action: "subscription.updated",
  actor: { kind: "user", id: "usr_1", name: "Contoh" },
  before: null,
  after: null,
  requestId: "req_1",
  at: "2026-11-20T07:00:00.000Z",
  ...part,
});
overwriteGetLocale(() => "id");

test("a change tells each field that differs, money and ids in words", () => {
  const entry = describeActivity(
    log({
      before: { price: null, planId: "pln_1", discount: 0 },
      after: { price: 250_000, planId: "pln_2", discount: 0 },
    }),
    (id) => ({ pln_1: "Hemat", pln_2: "Cepat" })[id],
  );
  expect(entry.changes?.map(({ before, after }) => [before, after?.replace(/\s/g, " ")])).toEqual([
    [null, "Rp 250.000"],
    ["Hemat", "Cepat"],
  ]);
});

test("columns that are no one's business but the program's are not told", () => {
  expect(
    describeActivity(log({ before: { nextPeriod: "2026-11" }, after: { nextPeriod: "2026-12" } })).changes,
  ).toEqual([]);
});

test("the first row of a thing lists no fields", () => {
  expect(describeActivity(log({ action: "subscription.created", after: { price: 1 } })).changes).toBeUndefined();
});

test("an action without words of its own is shown by its name", () => {
  expect(describeActivity(log({ action: "router.rebooted" })).verb).toBe("router.rebooted");
});

test("what has no name is told by what it is", () => {
  const actor = { kind: "system", id: "events", name: "events" } as const;
  expect(describeActivity(log({ actor })).actor).toBe("Sistem");
  expect(describeActivity(log({ actor: { kind: "webhook", id: "xendit", name: "xendit" } })).actor).toBe("Xendit");
});

test("settings are told one by one, lists and switches in words", () => {
  const settings = { dueDays: 10, allowedOrigins: [] as string[], anchorDay: 1 };
  const entry = describeActivity(
    log({
      entity: "tenant",
      action: "tenant.updated",
      before: { settings, kinds: ["isp"], taxInclusive: false },
      after: {
        settings: { ...settings, dueDays: 14, allowedOrigins: ["https://a.example", "https://b.example"] },
        kinds: ["isp"],
        taxInclusive: true,
      },
    }),
  );
  expect(entry.changes?.map(({ before, after }) => [before, after])).toEqual([
    ["Tidak", "Ya"],
    ["10", "14"],
    [null, "https://a.example, https://b.example"],
  ]);
});

test("a customer or visitor without a name is told as such, who signed up by name", () => {
  expect(describeActivity(log({ actor: { kind: "public", id: "public", name: "public" } })).actor).toBe("Pelanggan");
  expect(describeActivity(log({ actor: { kind: "public", id: "signup", name: "Contoh" } })).actor).toBe("Contoh");
});
