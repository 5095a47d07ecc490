/** Every route × every role, and every route with another tenant's ids, over the API's own document. */
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { keyPermissions, roles, type Permission } from "../../worker/core/access.ts";
import { idPrefixes } from "../../worker/core/ids.ts";
import { limits } from "../../worker/core/limits.ts";
import { kinds } from "../../worker/modules/tenancy/index.ts";
import { sessions, users } from "../../worker/modules/users/schema.ts";
import { TestTenant, type Answer } from "../support/tenant.ts";
import { entries, type Fixture } from "./entries.ts";
import { tenantWithEverything } from "./fixture.ts";
import { fill, fixed, operations, type Operation } from "./operations.ts";

const all = operations().map((operation) => fixed(operation, entries[operation.id]?.fixed));
const guarded = all.filter(({ roles: allowed }) => allowed !== "anyone");
const [operators, tenants] = [true, false].map((wanted) =>
  guarded.filter(({ permission }) => (permission === "operator") === wanted),
) as [Operation[], Operation[]];

/** Well-formed ids that name nothing. */
const nothing = Object.fromEntries(
  Object.keys(idPrefixes).map((prefix) => [prefix, `${prefix}_${"0".repeat(20)}`]),
) as Record<string, string>;
/** A number that no company has come to yet. */
const noNumber = "2000000000";
const nowhere = (fixture: Fixture, { id }: Operation) =>
  Object.fromEntries(
    Object.entries(entries[id]?.ids?.(fixture) ?? {}).map(([name, value]) => [
      name,
      /^\d+$/.test(value) ? noNumber : (nothing[value.split("_")[0] ?? ""] ?? ""),
    ]),
  );

/** A company of every kind, so that every profile serves it. */
const signUp = () => TestTenant.signUp({ kinds: [...kinds] });

/** A profile says `detail` alone where the API names a code. */
const isOfProfile = ({ path }: Operation) => path.startsWith("/compat/");

let callers = 0;
/** An address of its own for each call, since what concerns signing in is limited by address. */
const fromElsewhere = () => ({ "cf-connecting-ip": `walker-${Date.now()}-${++callers}` });

const withoutRequest = ({ status, body }: Answer<unknown>) => ({
  status,
  body: { ...(body as object), requestId: "" },
});

describe("every operation", () => {
  it("has its line in the walks, its permission and its limit", () => {
    expect(all.map(({ id }) => id).sort()).toEqual(Object.keys(entries).sort());
    for (const { id, permission, limit } of all) {
      expect([id, permission]).not.toEqual([id, "undefined"]);
      expect([id, Object.keys(limits)]).toEqual([id, expect.arrayContaining([limit])]);
    }
  });
});

describe("permissions", () => {
  let fixture: Fixture;
  beforeAll(async () => ({ fixture } = await tenantWithEverything()));

  it.each(guarded.map((operation) => [operation.id, operation] as const))(
    "%s lets in exactly its roles",
    async (_, operation) => {
      for (const role of roles) {
        const tenant = await signUp();
        const token = await tenant.member(role);
        const answer = await tenant.call(operation.method, fill(operation.path, nowhere(fixture, operation)), {
          token,
          ...(operation.method !== "GET" && { body: {} }),
        });
        const allowed = (operation.roles as readonly string[]).includes(role) && !operation.isSocket;
        const letIn = ![401, 403].includes(answer.status);
        expect([role, letIn]).toEqual([role, allowed]);
        expect(answer.status).toBeLessThan(500);
        if (operation.isSocket) break;
      }
    },
  );

  it.each(tenants.map((operation) => [operation.id, operation] as const))(
    "%s lets in a key with its permission, and no key that holds every other one or whose tenant is another",
    async (id, operation) => {
      if (operation.isSocket) return;
      const tenant = await signUp();
      const other = await signUp();
      const status = async (key: string, slug?: string) => {
        const path = fill(operation.path, nowhere(fixture, operation));
        const answer = await tenant.call(operation.method, path, {
          headers: { "x-api-key": key },
          ...(slug && { slug }),
          ...(operation.method !== "GET" && { body: {} }),
        });
        return answer.status;
      };
      const mayHave = (keyPermissions as string[]).includes(operation.permission);
      const others = await tenant.apiKey(keyPermissions.filter((permission) => permission !== operation.permission));
      expect(await status(others)).toBe(403);
      expect(await status(others, other.slug)).toBe(404);
      if (!mayHave) return;
      const enough = await status(await tenant.apiKey([operation.permission as Permission]));
      expect([401, 403].includes(enough)).toBe(false);
      expect(enough).toBeLessThan(500);
    },
  );

  it.each(tenants.map((operation) => [operation.id, operation] as const))(
    "%s refuses a caller without a token",
    async (_, operation) => {
      const tenant = await signUp();
      const answer = await tenant.call(operation.method, fill(operation.path, nowhere(fixture, operation)), {
        slug: tenant.slug,
        ...(operation.method !== "GET" && { body: {} }),
      });
      expect(answer.status).toBe(401);
    },
  );
});

/** What is served although the tenant is suspended: what is needed to see that, to end it, and to take one's data along. */
const servedToSuspended = [
  ...["getMe", "updateMe", "logout", "askEmailConfirmation", "changePassword", "listSessions", "endOwnSession"],
  ...["endOtherSessions", "getTotp", "setUpTotp", "confirmTotp", "switchOffTotp", "renewRecoveryCodes"],
  ...["getTenant", "updateTenant", "setMaintenance", "suspendTenant", "reactivateTenant"],
  ...["askTenantDeletion", "callOffTenantDeletion", "listExports", "startExport", "getExport"],
  ...["listImports", "beginImport", "getImport", "sendImportPart", "startImport", "cancelImport"],
];

describe("callers who are let in no more", () => {
  let fixture: Fixture;
  beforeAll(async () => ({ fixture } = await tenantWithEverything()));
  const walked = tenants.filter(({ isSocket }) => !isSocket);
  const send = (tenant: TestTenant, operation: Operation, token: string) =>
    tenant.call<{ code: string }>(operation.method, fill(operation.path, nowhere(fixture, operation)), {
      token,
      headers: fromElsewhere(),
      ...(operation.method !== "GET" && { body: {} }),
    });

  it.each(walked.map((operation) => [operation.id, operation] as const))(
    "%s refuses an ended session and a deactivated user",
    async (_, operation) => {
      const tenant = await signUp();
      const { store, now } = await tenant.context();
      const [ended, inactive] = [await tenant.person("owner"), await tenant.person("owner")];
      await store.atomic([
        store.update(sessions, { endedAt: now(), endedReason: "revoked" }, eq(sessions.userId, ended.id)),
        store.update(users, { state: "inactive" }, eq(users.id, inactive.id)),
      ]);
      const answers = [await send(tenant, operation, ended.token), await send(tenant, operation, inactive.token)];
      expect(answers.map(({ status }) => status)).toEqual([401, 403]);
      if (isOfProfile(operation)) return;
      expect(answers.map(({ body }) => body.code)).toEqual(["session_ended", "user_inactive"]);
    },
  );

  it.each(walked.map((operation) => [operation.id, operation] as const))(
    "%s is refused to a suspended tenant, unless it is among what stays open",
    async (id, operation) => {
      const tenant = await signUp();
      await tenant.as("POST", "/tenant/suspension");
      const answer = await send(tenant, operation, tenant.token);
      const isRefused = isOfProfile(operation) ? answer.status === 403 : answer.body?.code === "tenant_suspended";
      expect(isRefused).toBe(!servedToSuspended.includes(id));
    },
  );
});

describe("a profile", () => {
  const ofKind = all.filter(({ kind, isSocket }) => kind !== null && !isSocket);
  it.each(ofKind.map((operation) => [operation.id, operation] as const))(
    "%s is not there for a company of another kind",
    async (_, operation) => {
      const others = kinds.filter((kind) => kind !== operation.kind);
      const tenant = await TestTenant.signUp({ kinds: others });
      const path = fill(
        operation.path,
        Object.fromEntries([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "1"])),
      );
      const answer = await tenant.call<{ detail: unknown }>(operation.method, path, {
        ...(operation.roles === "anyone" ? { slug: tenant.slug } : { token: tenant.token }),
        ...(operation.method !== "GET" && { body: {} }),
      });
      expect([answer.status, typeof answer.body.detail]).toEqual([404, "string"]);
    },
  );
});

describe("who runs Tepi", () => {
  it.each(operators.map((operation) => [operation.id, operation] as const))(
    "%s lets in no user and no API key, and nobody without a token",
    async (_, { method, path }) => {
      const tenant = await signUp();
      const key = await tenant.apiKey(keyPermissions);
      for (const token of [tenant.token, key, undefined])
        expect((await tenant.call(method, path, { token, body: {} })).status).toBe(401);
    },
  );
});

describe("isolation", () => {
  let [own, foreign] = [] as unknown as [Fixture, Fixture];
  let tenant: TestTenant;
  let other: TestTenant;
  beforeAll(async () => {
    ({ tenant, fixture: own } = await tenantWithEverything());
    // Numbers are each company's own: only one that this company has not come to could show another's thing.
    ({ tenant: other, fixture: foreign } = await tenantWithEverything({ numbersFrom: 5000 }));
  });

  const withIds = all.filter(({ id }) => entries[id]?.ids);
  it.each(withIds.map((operation) => [operation.id, operation] as const))(
    "%s answers another tenant's id exactly as an id that never was",
    async (id, operation) => {
      const body = operation.method === "GET" ? undefined : (entries[id]?.body?.(own) ?? {});
      const token = await tenant.member("owner");
      const send = (ids: Record<string, string>) =>
        tenant.call(operation.method, fill(operation.path, ids), {
          token,
          headers: fromElsewhere(),
          ...(body !== undefined && { body }),
        });
      const toForeign = await send(entries[id]?.ids?.(foreign) ?? {});
      const toNothing = await send(nowhere(foreign, operation));
      expect(toForeign.status).toBe(404);
      expect(withoutRequest(toForeign)).toEqual(withoutRequest(toNothing));
    },
  );

  const withForeign = all.flatMap((operation) =>
    (entries[operation.id]?.foreign ?? []).map((probe, n) => [`${operation.id} #${n + 1}`, operation, probe] as const),
  );
  it.each(withForeign)("%s finds nothing by another tenant's id in query or body", async (_, operation, probe) => {
    const path = `${operation.path}${probe.query ? `?${probe.query(foreign)}` : ""}`;
    const answer = await tenant.call<{ data: unknown[] }>(operation.method, path, {
      token: await tenant.member("owner"),
      ...(probe.body && { body: probe.body(foreign, own) }),
    });
    if (probe.answer === "empty") expect([answer.status, answer.body.data]).toEqual([200, []]);
    else expect(answer.status).toBe(probe.answer);
  });

  it.each(guarded.map((operation) => [operation.id, operation] as const))(
    "%s is not found with a token on another tenant's path, header or host",
    async (id, operation) => {
      if (operation.isSocket) return;
      const path = fill(operation.path, entries[id]?.ids?.(foreign) ?? {});
      const token = await tenant.member("owner");
      const body = operation.method === "GET" ? {} : { body: {} };
      const byPath = await tenant.call(operation.method, path, {
        token,
        slug: other.slug,
        headers: fromElsewhere(),
        ...body,
      });
      const byHeader = await tenant.call(operation.method, path, {
        token,
        headers: { "x-tenant": other.slug, ...fromElsewhere() },
        ...body,
      });
      const byHost = await tenant.call(operation.method, path, {
        token,
        host: `${other.slug}.localhost`,
        headers: fromElsewhere(),
        ...body,
      });
      expect([byPath.status, byHeader.status, byHost.status]).toEqual([404, 404, 404]);
    },
  );

  it("a live ticket opens its own tenant's room alone", async () => {
    const { body } = await tenant.as<{ ticket: string }>("POST", "/live/tickets");
    const join = (slug: string) =>
      tenant.fetch("GET", `/api/v1/live?ticket=${body.ticket}`, { slug, headers: { upgrade: "websocket" } });
    expect((await join(other.slug)).status).toBe(404);
    const joined = await join(tenant.slug);
    expect(joined.status).toBe(101);
    joined.webSocket?.accept();
    joined.webSocket?.close();
  });

  it("a file's signed link opens it for its own tenant alone, and no other file", async () => {
    const { body } = await tenant.as<{ url: string }>("GET", `/files/${own.fileId}`);
    const { pathname, search } = new URL(body.url);
    const theirs = pathname.replace(own.fileId, foreign.fileId);
    expect((await tenant.call("GET", pathname + search)).status).toBe(200);
    expect((await tenant.call("GET", pathname + search, { slug: other.slug })).status).toBe(404);
    expect((await tenant.call("GET", pathname + search, { host: `${other.slug}.localhost` })).status).toBe(404);
    const refusals = await Promise.all(
      [theirs + search, theirs.replace(foreign.fileId, nothing["fil"] ?? "") + search].map((path) =>
        tenant.call("GET", path),
      ),
    );
    expect(refusals.map(({ status }) => status)).toEqual([400, 400]);
    expect(withoutRequest(refusals[0] as Answer)).toEqual(withoutRequest(refusals[1] as Answer));
  });

  it("a payment link opens its own invoice alone", async () => {
    const mixed = `${own.publicToken.slice(0, 20)}${foreign.publicToken.slice(20)}`;
    expect((await tenant.call("GET", `/api/v1/public/invoices/${mixed}`)).status).toBe(404);
  });
});
