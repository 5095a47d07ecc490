import { describe, expect, it } from "vitest";
import { addTelegramBot } from "../../../../bench/seed/notifications.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { kinds } from "../kinds/index.ts";

interface Preferences {
  version: number;
  locale: string;
  quietFrom: string | null;
  mutedUntil: string | null;
  timeZone: string;
  kinds: {
    kind: string;
    name: string;
    critical: boolean;
    possible: string[];
    usual: string[];
    chosen: string[];
    isChosen: boolean;
  }[];
  reach: { outlet: string; reaches: boolean; reason: string | null }[];
  errors: { field: string }[];
}

const blank = { version: 0, locale: "id", outlets: {}, quietFrom: null, quietTo: null, mutedUntil: null };
const get = async (tenant: TestTenant, token = tenant.token) =>
  (await tenant.call<Preferences>("GET", "/api/v1/notification-preferences", { token })).body;
const put = (tenant: TestTenant, body: object, token = tenant.token) =>
  tenant.call<Preferences>("PUT", "/api/v1/notification-preferences", { token, body: { ...blank, ...body } });
const kindIn = ({ kinds: list }: Preferences, name: string) => list.find(({ kind }) => kind === name);

describe("a member's preferences", () => {
  it("are the usual at first, for the kinds that the member is told of, in the caller's language", async () => {
    const tenant = await TestTenant.signUp();
    const technician = await get(tenant, await tenant.member("technician"));
    expect(technician.kinds.map(({ kind }) => kind)).toEqual(
      [...kinds.values()]
        .filter(({ audience, sentByHand }) => audience === "user" && !sentByHand)
        .map(({ name }) => name),
    );
    const owner = await get(tenant);
    expect([owner.version, owner.locale, owner.timeZone]).toEqual([0, "id", "Asia/Jakarta"]);
    expect(kindIn(owner, "report.daily")).toMatchObject({
      usual: ["inApp", "email", "telegram"],
      chosen: ["inApp", "email", "telegram"],
      isChosen: false,
      name: kinds.get("report.daily")?.words.id.name,
    });
    const english = await tenant.as<Preferences>("GET", "/notification-preferences", undefined, {
      "accept-language": "en",
    });
    expect(kindIn(english.body, "report.daily")?.name).toBe(kinds.get("report.daily")?.words.en.name);
  });

  it("are replaced as a whole, and what is left out is usual again", async () => {
    const tenant = await TestTenant.signUp();
    const first = await put(tenant, {
      outlets: { "report.daily": ["telegram"], "webhook.noted": [] },
      quietFrom: "22:00",
      quietTo: "06:00",
      mutedUntil: "2026-11-22T00:00:00Z",
    });
    expect([first.status, first.body.version]).toEqual([200, 1]);
    expect(await get(tenant)).toEqual(first.body);
    expect(kindIn(first.body, "webhook.noted")).toMatchObject({ chosen: [], isChosen: true });
    const second = await put(tenant, { version: 1, outlets: { "report.daily": ["inApp"] } });
    expect(kindIn(second.body, "webhook.noted")).toMatchObject({ chosen: ["inApp"], isChosen: false });
    expect([second.body.version, second.body.quietFrom, second.body.mutedUntil]).toEqual([2, null, null]);
  });

  it("are refused to the slower of two tabs, and of many at once one is taken", async () => {
    const tenant = await TestTenant.signUp();
    const first = await Promise.all(Array.from({ length: 4 }, () => put(tenant, {})));
    expect(first.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const next = await Promise.all(Array.from({ length: 4 }, () => put(tenant, { version: 1 })));
    expect(next.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await put(tenant, { version: 1 })).status).toBe(409);
    expect((await put(tenant, { version: 7 })).status).toBe(409);
  });

  it.each([
    ["a critical kind", { outlets: { "connection.failed": [] } }, "outlets.connection.failed"],
    ["a kind of customers'", { outlets: { "invoice.issued": ["email"] } }, "outlets.invoice.issued"],
    ["a kind that is not", { outlets: { "no.such": ["email"] } }, "outlets.no.such"],
    ["a room of the company's", { outlets: { "report.daily": ["discord"] } }, "outlets.report.daily"],
    ["an outlet twice", { outlets: { "report.daily": ["email", "email"] } }, "outlets.report.daily"],
    ["half of the quiet hours", { quietFrom: "22:00" }, "quietTo"],
    ["an hour that is not", { quietFrom: "24:00", quietTo: "06:00" }, "quietFrom"],
    ["a mute for years", { mutedUntil: "2029-01-01T00:00:00Z" }, "mutedUntil"],
    ["a language that we don't write", { locale: "jv" }, "locale"],
  ])("refuse %s, naming the field", async (_, body, field) => {
    const tenant = await TestTenant.signUp();
    const answer = await put(tenant, body);
    expect([answer.status, answer.body.errors.map((each) => each.field)]).toEqual([422, [field]]);
  });

  it("follow the company's rule where the member chose nothing", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/notification-kinds/report.daily", { outlets: ["email", "discord"] });
    await tenant.as("PATCH", "/notification-kinds/webhook.noted", { enabled: false });
    const found = await get(tenant);
    expect(kindIn(found, "report.daily")?.usual).toEqual(["email"]);
    expect(kindIn(found, "webhook.noted")).toBeUndefined();
  });

  it("tell which outlets reach the member now, and why the others don't", async () => {
    const tenant = await TestTenant.signUp();
    const reachOf = async () =>
      Object.fromEntries((await get(tenant)).reach.map(({ outlet, reason }) => [outlet, reason ?? "reaches"]));
    const nothing = { whatsapp: "no_account", push: "no_account", sms: "no_account" };
    expect(await reachOf()).toEqual({ inApp: "reaches", email: "reaches", telegram: "no_account", ...nothing });
    await addTelegramBot((await tenant.context()).store);
    expect(await reachOf()).toMatchObject({ telegram: "no_address" });
  });
});

describe("a tenant's rules", () => {
  interface Rule {
    kind: string;
    audience: string;
    variables: { name: string; example: unknown }[];
    possible: string[];
    defaults: { outlets: string[] };
    enabled: boolean;
    outlets: string[] | null;
    roles: string[] | null;
    version: number;
    errors: { field: string }[];
  }
  const patch = (tenant: TestTenant, kind: string, body: object) =>
    tenant.as<Rule>("PATCH", `/notification-kinds/${kind}`, body);

  it("list every kind that goes out by itself, with its variables and what is usual", async () => {
    const tenant = await TestTenant.signUp();
    const { body } = await tenant.as<{ data: Rule[] }>("GET", "/notification-kinds");
    expect(body.data.map(({ kind }) => kind)).toEqual(
      [...kinds.values()].filter(({ sentByHand }) => !sentByHand).map(({ name }) => name),
    );
    expect(body.data.find(({ kind }) => kind === "invoice.issued")).toMatchObject({
      audience: "customer",
      possible: ["email", "whatsapp", "sms"],
      defaults: { outlets: ["whatsapp", "email"], roles: null },
      enabled: true,
      version: 0,
    });
  });

  it("change what is named, and keep the rest", async () => {
    const tenant = await TestTenant.signUp();
    await patch(tenant, "report.daily", { outlets: ["telegram", "discord"], roles: ["owner"] });
    const answer = await patch(tenant, "report.daily", { enabled: false });
    expect(answer.body).toMatchObject({
      enabled: false,
      outlets: ["telegram", "discord"],
      roles: ["owner"],
      version: 2,
    });
    expect((await tenant.as<Rule>("GET", "/notification-kinds/report.daily")).body).toEqual(answer.body);
    const usual = await patch(tenant, "report.daily", { enabled: true, outlets: null, roles: null });
    expect(usual.body).toMatchObject({ enabled: true, outlets: null, roles: null });
  });

  it.each([
    ["connection.failed", { enabled: false }, "enabled"],
    ["connection.failed", { outlets: ["inApp"] }, "outlets"],
    ["invoice.issued", { outlets: ["inApp"] }, "outlets"],
    ["account.invitation", { outlets: ["email", "sms"] }, "outlets"],
    ["invoice.issued", { roles: ["owner"] }, "roles"],
    ["report.daily", { roles: ["customer"] }, "roles.0"],
    ["report.daily", { roles: [] }, "roles"],
    ["report.daily", { outlets: [] }, "outlets"],
  ])("refuse %s with %j", async (kind, body, field) => {
    const tenant = await TestTenant.signUp();
    const answer = await patch(tenant, kind, body);
    expect([answer.status, answer.body.errors.map((each) => each.field)]).toEqual([422, [field]]);
  });

  it("are none for a kind that is not", async () => {
    const tenant = await TestTenant.signUp();
    expect((await tenant.as("GET", "/notification-kinds/no.such")).status).toBe(404);
    expect((await patch(tenant, "test", { enabled: false })).status).toBe(404);
  });

  it("of several writers at once keep one, and tell the others", async () => {
    const tenant = await TestTenant.signUp();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => patch(tenant, "report.daily", { enabled: false })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const { version } = (await tenant.as<Rule>("GET", "/notification-kinds/report.daily")).body;
    expect(version).toBe(statuses.filter((status) => status === 200).length);
  });
});
