import { unpackTar } from "modern-tar";
import { getTableName } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { verifyLog } from "../../../scripts/audit/verify.ts";
import { rowsOfEach, runJobs, tenantWithEveryRow } from "../../../test/support/everything.ts";
import { env, queues, TestTenant } from "../../../test/support/tenant.ts";
import { jobOf } from "../../jobs.ts";
import { tenantTables } from "../../db/whole.ts";
import { archivedTables, leftBehind, type Manifest } from "./archive.ts";

const passphrase = "kunci arsip yang panjang";

interface ExportBody {
  id: string;
  state: string;
  contentUrl: string | null;
  rows: number;
}
interface ImportBody {
  id: string;
  state: string;
  missing: string[];
  failure: string | null;
  code: string;
}

async function exportAll(tenant: TestTenant): Promise<{ id: string; contentUrl: string }> {
  const started = await tenant.as<ExportBody>("POST", "/exports", { passphrase });
  expect(started.status).toBe(202);
  await runJobs(tenant);
  const done = await tenant.as<ExportBody>("GET", `/exports/${started.body.id}`);
  expect(done.body.state).toBe("done");
  return { id: done.body.id, contentUrl: done.body.contentUrl ?? "" };
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};

async function archiveOf(tenant: TestTenant) {
  const { contentUrl } = await exportAll(tenant);
  const response = await tenant.fetch("GET", pathOf(contentUrl));
  expect(response.headers.get("content-type")).toBe("application/x-tar");
  const entries = await unpackTar(new Uint8Array(await response.arrayBuffer()));
  const content = new Map(
    entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data ?? new Uint8Array())]),
  );
  return { manifest: JSON.parse(content.get("manifest.json") ?? "{}") as Manifest, content };
}
type Archive = Awaited<ReturnType<typeof archiveOf>>;

const send = (tenant: TestTenant, id: string, name: string, body: string) =>
  tenant.fetch("PUT", `/api/v1/imports/${id}/parts?name=${encodeURIComponent(name)}`, {
    token: tenant.token,
    body,
    headers: { "content-type": "application/octet-stream" },
  });

async function importAll(tenant: TestTenant, { manifest, content }: Archive): Promise<string> {
  const begun = await tenant.as<ImportBody>("POST", "/imports", { manifest, passphrase });
  expect(begun.status).toBe(201);
  for (const name of begun.body.missing)
    expect((await send(tenant, begun.body.id, name, content.get(name) ?? "")).status).toBe(204);
  expect((await tenant.as("POST", `/imports/${begun.body.id}/start`)).status).toBe(202);
  return begun.body.id;
}

/** A tenant on another shard than `other`'s, whose sign-up has had its mails and tasks. */
async function emptyTenantElsewhere(other: TestTenant): Promise<TestTenant> {
  const { shard } = (await other.context()).tenant;
  for (;;) {
    const tenant = await TestTenant.signUp({ clock: other.clock });
    if ((await tenant.context()).tenant.shard === shard) continue;
    await tenant.settle();
    return tenant;
  }
}

/** The rows of an archive by table, opened, without what the copying itself wrote. */
function rowsOf({ manifest, content }: Archive) {
  const own = /^(?:export|import)(?:_|\.|$)|^tenant\.(?:imported|import_began)$/;
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of manifest.parts) {
    const table = /^\d{5}-([a-z_]+)\.jsonl$/.exec(name)?.[1];
    if (!table) continue;
    const rows = (content.get(name) ?? "")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    (tables[table] ??= []).push(
      ...rows
        .filter((row) => !own.test(String(row["action"] ?? row["type"] ?? "")))
        // Sealed anew each time, with a nonce of its own, and digests under the tenant's key.
        .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !/sealed|digest/i.test(key)))),
    );
  }
  return tables;
}

describe("an export", () => {
  it("holds every table but those that are left behind for a reason", () => {
    const all = tenantTables().map(getTableName);
    expect(Object.keys(leftBehind).filter((name) => !all.includes(name))).toEqual([]);
    expect(archivedTables().length + Object.keys(leftBehind).length).toBe(all.length);
  });

  it("has every row once, seals what is sealed under the passphrase, and names no secret", async () => {
    const { tenant, fixture } = await tenantWithEveryRow();
    await tenant.as("PATCH", `/customers/${fixture.customerId}`, { ktp: "3174000000000001" });
    await env.FILES.put(`${tenant.id}/files/fil_1`, "isi berkas");
    const counts = await rowsOfEach(tenant);
    const archive = await archiveOf(tenant);
    const rows = rowsOf(archive);
    for (const name of ["customers", "invoices", "postings", "users", "customer_terms"])
      expect([name, rows[name]?.length]).toEqual([name, counts[name]]);
    expect(archive.content.get("files/fil_1")).toBe("isi berkas");
    const text = [...archive.content.values()].join("\n");
    expect(text).not.toContain("3174000000000001");
    expect(text).not.toContain(`xnd_development_${tenant.slug}`);
  });

  it("goes on where it was stopped, and copies no page twice although two steps run at once", async () => {
    const { tenant } = await tenantWithEveryRow();
    const { body } = await tenant.as<ExportBody>("POST", "/exports", { passphrase });
    const ctx = await tenant.context();
    await Promise.allSettled([1, 2, 3].map(() => jobOf("portability.export")(ctx, { id: body.id })));
    await runJobs(tenant);
    await jobOf("portability.export")(ctx, { id: body.id });
    await runJobs(tenant);
    const done = await tenant.as<ExportBody>("GET", `/exports/${body.id}`);
    expect(done.body.state).toBe("done");
    const manifest = await tenant.fetch("GET", `${pathOf(done.body.contentUrl ?? "")}&part=manifest.json`);
    const { parts } = (await manifest.json()) as Manifest;
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(done.body.rows);
    expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  });

  it("is taken along by its own link alone, in parts and by ranges, until it expires", async () => {
    const { tenant } = await tenantWithEveryRow();
    const other = await TestTenant.signUp();
    const { id, contentUrl } = await exportAll(tenant);
    const path = pathOf(contentUrl);
    const manifest = (await (await tenant.fetch("GET", `${path}&part=manifest.json`)).json()) as Manifest;
    const part = manifest.parts.find(({ bytes }) => bytes > 100);
    const ranged = await tenant.fetch("GET", `${path}&part=${part?.name}`, { headers: { range: "bytes=10-19" } });
    expect([ranged.status, (await ranged.arrayBuffer()).byteLength]).toEqual([206, 10]);

    const refusals = await Promise.all(
      [
        `/api/v1/exports/${id}/content`,
        `/api/v1/exports/${id}/content?token=x`,
        path.replace(id, "exp_00000000000000000000"),
      ].map((each) => tenant.call<{ code: string }>("GET", each)),
    );
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([400, "invalid_token"]));
    expect((await other.as("GET", `/exports/${id}`)).status).toBe(404);
    expect((await other.call("GET", path, { slug: other.slug })).status).toBe(404);

    tenant.clock.advance(8 * 86_400_000);
    await jobOf("portability.tend")(await tenant.context(), {});
    expect((await env.FILES.list({ prefix: `${tenant.id}/exports/` })).objects).toEqual([]);
    expect((await tenant.call("GET", path)).status).toBe(400);
  });

  it("is one at a time, and the owner's alone", async () => {
    const tenant = await TestTenant.signUp();
    const answers = await Promise.all([1, 2].map(() => tenant.as("POST", "/exports", { passphrase })));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const admin = await tenant.member("admin");
    expect((await tenant.call("POST", "/api/v1/exports", { token: admin, body: { passphrase } })).status).toBe(403);
  });
});

describe("an import", () => {
  it("into an empty tenant of another shard gives an equal tenant, whose people sign in as before", async () => {
    const { tenant, fixture } = await tenantWithEveryRow();
    await tenant.as("PATCH", `/customers/${fixture.customerId}`, { ktp: "3174000000000001" });
    await env.FILES.put(`${tenant.id}/files/fil_1`, "isi berkas");
    tenant.clock.advance(120_000);
    const archive = await archiveOf(tenant);
    const target = await emptyTenantElsewhere(tenant);
    await importAll(target, archive);
    expect((await target.as<{ code: string }>("GET", "/customers")).body.code).toBe("maintenance");
    // Nothing is chained meanwhile: the archive's own chain comes, and goes on from its head.
    await jobOf("audit.seal")(await target.context(), {});
    await runJobs(target);

    const login = await target.call<{ access_token: string }>("POST", "/api/v1/auth/login", {
      slug: target.slug,
      body: { identifier: "pemilik", password: tenant.ownerPassword },
    });
    expect(login.status).toBe(200);
    target.token = login.body.access_token;
    const found = await target.as<{ data: { id: string }[] }>("GET", "/customers?q=3174000000000001");
    expect(found.body.data.map(({ id }) => id)).toEqual([fixture.customerId]);
    const tested = await target.as<{ state: string }>("POST", `/connections/${fixture.connectionId}/test`);
    expect(tested.status).toBe(200);
    expect(await (await env.FILES.get(`${target.id}/files/fil_1`))?.text()).toBe("isi berkas");
    expect((await env.FILES.list({ prefix: `${target.id}/imports/` })).objects).toEqual([]);

    const original = rowsOf(archive);
    await jobOf("audit.seal")(await target.context(), {});
    const log = await target.fetch("GET", "/api/v1/activity-logs/export", { token: target.token });
    const verdict = await verifyLog((await log.text()).split("\n"));
    expect(verdict).toMatchObject({ broken: undefined });
    expect(verdict.entries).toBeGreaterThan(original["audit_links"]?.length ?? 0);

    const copy = rowsOf(await archiveOf(target));
    expect(Object.keys(copy).sort()).toEqual(Object.keys(original).sort());
    for (const [table, rows] of Object.entries(original))
      if (!["audit_entries", "users", "connections", "outbox"].includes(table))
        expect([table, copy[table]]).toEqual([table, rows]);
    const ids = (list: Record<string, unknown>[] = []) => list.map(({ id }) => id);
    for (const table of ["audit_entries", "users", "connections"])
      expect(ids(copy[table])).toEqual(expect.arrayContaining(ids(original[table])));
    expect(copy["users"]?.length).toBe(original["users"]?.length);
  });

  it("goes on where it was stopped, and reads no row twice although two steps run at once", async () => {
    const { tenant } = await tenantWithEveryRow();
    const archive = await archiveOf(tenant);
    const target = await emptyTenantElsewhere(tenant);
    const id = await importAll(target, archive);
    const ctx = await target.context();
    await Promise.allSettled([1, 2, 3].map(() => jobOf("portability.import")(ctx, { id })));
    await runJobs(target);
    expect(queues.jobs.sent.filter(({ tenantId }) => tenantId === target.id)).toEqual([]);
    const [before, after] = [await rowsOfEach(tenant), await rowsOfEach(target)];
    for (const name of ["customers", "invoices", "postings", "users", "customer_terms", "counters"])
      expect([name, after[name]]).toEqual([name, before[name]]);
  });

  it("needs the passphrase, an empty tenant, every part, and parts that are what the manifest says", async () => {
    const { tenant } = await tenantWithEveryRow();
    const archive = await archiveOf(tenant);
    const { manifest, content } = archive;
    const begin = (who: TestTenant, body: object) =>
      who.as<ImportBody>("POST", "/imports", { manifest, passphrase, ...body });
    expect((await begin(tenant, {})).body.code).toBe("in_use");
    const target = await TestTenant.signUp({ clock: tenant.clock });
    expect((await begin(target, { passphrase: "bukan kunci yang benar" })).status).toBe(422);
    const strange = {
      ...manifest,
      parts: [...manifest.parts, { name: "00099-tenants.jsonl", rows: 1, bytes: 1, sha256: null }],
    };
    expect((await begin(target, { manifest: strange })).status).toBe(422);
    const odd = [{ timeZone: "Bulan/Kawah" }, { kinds: ["bank"] }, { settings: { dueDays: -1 } }];
    const another = await TestTenant.signUp({ clock: tenant.clock });
    for (const change of odd) {
      const bent = { ...manifest, tenant: { ...manifest.tenant, ...change } };
      expect((await begin(another, { manifest: bent })).status).toBe(422);
    }
    const { id, missing } = (await begin(target, {})).body;
    expect((await begin(target, {})).status).toBe(409);
    expect((await target.as("POST", `/imports/${id}/start`)).status).toBe(409);
    const name = missing[0] as string;
    const altered = await send(target, id, name, (content.get(name) ?? "").replace(/"/, "'"));
    expect(altered.status).toBe(422);
    expect((await send(target, id, "00001-nothing.jsonl", "x")).status).toBe(404);
    expect((await send(target, id, name, content.get(name) ?? "")).status).toBe(204);
    expect((await target.as("DELETE", `/imports/${id}`)).status).toBe(204);
    expect((await env.FILES.list({ prefix: `${target.id}/imports/` })).objects).toEqual([]);
    expect((await target.as("GET", `/imports/${id}`)).status).toBe(404);
  });

  it("of an archive that does not hold together fails whole, says why, and can be started again", async () => {
    const { tenant } = await tenantWithEveryRow();
    const archive = await archiveOf(tenant);
    const part = archive.manifest.parts.find(({ name }) => name.endsWith("-customers.jsonl"));
    if (!part) throw new Error("No customers in the archive");
    const bent = (archive.content.get(part.name) ?? "").replace('"name":', '"nickname":');
    archive.content.set(part.name, bent);
    Object.assign(part, { bytes: new TextEncoder().encode(bent).length, sha256: null });
    const target = await emptyTenantElsewhere(tenant);
    const id = await importAll(target, archive);
    await runJobs(target);
    const failed = await target.as<ImportBody>("GET", `/imports/${id}`);
    expect(failed.body).toMatchObject({ state: "failed", failure: "customers has no nickname" });
    expect((await target.as("GET", "/auth/me")).status).toBe(200);
    expect((await target.as("POST", `/imports/${id}/start`)).status).toBe(202);
  });
});
