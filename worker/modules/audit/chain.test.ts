import { count, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer } from "../../../test/support/billing.ts";
import { Clock, env, queues, TestTenant } from "../../../test/support/tenant.ts";
import { verifyLog } from "../../../scripts/audit/verify.ts";
import { tick } from "../../cron.ts";
import { jobOf } from "../../jobs.ts";
import { tenants } from "../tenancy/schema.ts";
import { sealBatch, sealChain } from "./chain.ts";
import { noted } from "./entry.ts";
import { chainHash, firstPreviousHash, type ChainedEntry } from "./hash.ts";
import { auditEntries, auditLinks } from "./schema.ts";

interface ChainBody {
  head: { position: number; hash: string; at: string } | null;
  unsealed: number;
}
interface Line {
  entry: ChainedEntry;
  link: { position: number; hash: string; previousHash: string };
}

const chain = async (tenant: TestTenant) => (await tenant.as<ChainBody>("GET", "/activity-logs/chain")).body;
const exported = async (tenant: TestTenant, query = "") => {
  const answer = await tenant.as<string>("GET", `/activity-logs/export${query}`);
  expect(answer.status).toBe(200);
  return answer.body.trimEnd().split("\n");
};
const parsed = (lines: string[]) => lines.map((line) => JSON.parse(line) as Line);
const texts = (lines: Line[]) => lines.map((line) => JSON.stringify(line));
const linksOf = async (tenant: TestTenant) => {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db.select().from(auditLinks).where(store.own(auditLinks)).orderBy(auditLinks.position),
  );
  return rows;
};

/** A tenant with a few entries, values of every kind among them. */
async function tenantWithLog(clock = new Clock()) {
  const tenant = await TestTenant.signUp({ clock });
  const body = { name: "Ñandú “kutip” 😀", latitude: -6.2000001, longitude: 106.8, note: "=1+1" };
  const { body: made } = await tenant.as<{ id: string }>("POST", "/customers", body);
  await tenant.as("PATCH", `/customers/${made.id}`, { address: "Jalan Melati 7", note: null });
  await tenant.as("POST", `/customers/${made.id}/reveal`, { fields: ["ktp"] });
  return { tenant, customerId: made.id };
}

describe("the chain", () => {
  it("takes in every entry once, gapless from 1, each hash covering the one before", async () => {
    const { tenant } = await tenantWithLog();
    expect(await chain(tenant)).toMatchObject({ head: null, unsealed: 6 });
    await sealChain(await tenant.context());
    const links = await linksOf(tenant);
    expect(links.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(links.map(({ previousHash }) => previousHash)).toEqual([
      firstPreviousHash,
      ...links.slice(0, -1).map(({ hash }) => hash),
    ]);
    expect(await chain(tenant)).toMatchObject({ head: { position: 6, hash: links[5]?.hash }, unsealed: 0 });
    await addCustomer(tenant);
    expect((await chain(tenant)).unsealed).toBe(1);
    await sealChain(await tenant.context());
    expect((await linksOf(tenant)).slice(0, 6)).toEqual(links);
    expect((await linksOf(tenant)).length).toBe(7);
  });

  it("is not forked by sealers that run at once", async () => {
    const { tenant } = await tenantWithLog();
    for (let round = 0; round < 3; round++) {
      await addCustomer(tenant);
      const contexts = await Promise.all(Array.from({ length: 5 }, () => tenant.context()));
      await Promise.all(contexts.map((ctx) => sealBatch(ctx)));
    }
    await sealChain(await tenant.context());
    expect(await chain(tenant)).toMatchObject({ head: { position: 9 }, unsealed: 0 });
    expect((await verifyLog(await exported(tenant))).broken).toBeUndefined();
  });

  it("goes on where a run had to stop", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    for (let part = 0; part < 7; part++)
      await ctx.store.atomic(
        Array.from({ length: 90 }, (_, n) => noted(ctx, { entity: "test", entityId: `${n}`, action: "test.noted" })),
      );
    expect(await sealBatch(ctx)).toBe(500);
    expect((await chain(tenant)).unsealed).toBe(633 - 500);
    await sealChain(ctx);
    expect(await chain(tenant)).toMatchObject({ head: { position: 633 }, unsealed: 0 });
    const lines = await exported(tenant);
    expect(lines.length).toBe(634);
    expect((await verifyLog(lines)).broken).toBeUndefined();
  });

  it("is kept up by every minute's tick, for tenants with something to chain", async () => {
    // Whoever has waited longest comes first, and other tests leave many who wait.
    const { tenant } = await tenantWithLog(new Clock(Date.parse("2026-01-01T00:00:00Z")));
    const minute = async () => {
      queues.jobs.sent.length = 0;
      await tick({ cron: "* * * * *" }, env, tenant.clock, { waitUntil: () => {} });
      return queues.jobs.sent.filter(({ job, tenantId }) => job === "audit.seal" && tenantId === tenant.id);
    };
    const [message] = await minute();
    expect(message?.job).toBe("audit.seal");
    await jobOf(message?.job ?? "")(await tenant.context(), {});
    expect((await chain(tenant)).unsealed).toBe(0);
    expect(await minute()).toEqual([]);
  });

  it("does not depend on the tenant's id", async () => {
    const { tenant } = await tenantWithLog();
    const [first] = parsed(await exported(tenant));
    expect(first?.link.hash).toBe(await chainHash(first?.entry as ChainedEntry, firstPreviousHash));
    expect(Object.keys(first?.entry ?? {})).not.toContain("tenantId");
  });
});

describe("the database", () => {
  it("refuses to change or remove what was logged, and the chain", async () => {
    const { tenant } = await tenantWithLog();
    const { store } = await tenant.context();
    await sealChain(await tenant.context());
    const refused = [
      store.update(auditEntries, { action: "nothing.happened" }),
      store.update(auditEntries, { after: null }),
      store.update(auditEntries, { linkedAt: null }),
      store.remove(auditEntries),
      store.update(auditLinks, { hash: "0" }),
      store.remove(auditLinks),
    ];
    for (const statement of refused) await expect(store.atomic([statement])).rejects.toThrow(/can only grow/);
    expect((await verifyLog(await exported(tenant))).broken).toBeUndefined();
  });

  it("lets a tenant's log go with the tenant", async () => {
    const { tenant } = await tenantWithLog();
    const { store } = await tenant.context();
    await sealChain(await tenant.context());
    await store.atomic([
      store.update(tenants, { state: "deleting" as never }),
      store.remove(auditLinks),
      store.remove(auditEntries),
    ]);
    const [[left]] = await store.read(
      store.db.select({ entries: count() }).from(auditEntries).where(store.own(auditEntries)),
    );
    expect(Number(left?.entries)).toBe(0);
  });
});

describe("an export", () => {
  it("holds every entry with its link, itself included, and verifies without Tepi", async () => {
    const { tenant } = await tenantWithLog();
    const lines = await exported(tenant);
    const verdict = await verifyLog(lines);
    expect(verdict).toMatchObject({ entries: 7, head: { position: 7 }, broken: undefined });
    expect(parsed(lines).at(-1)?.entry.action).toBe("activity_log.exported");
    const { head } = await chain(tenant);
    expect(verdict.head).toEqual({ position: head?.position, hash: head?.hash });
  });

  it("is filtered as the list is, and what is left verifies by itself", async () => {
    const { tenant, customerId } = await tenantWithLog();
    const lines = await exported(tenant, `?entityId=${customerId}`);
    expect(parsed(lines).map(({ entry }) => entry.action)).toEqual([
      "customer.created",
      "customer.updated",
      "customer.revealed",
    ]);
    expect((await verifyLog(lines, { partial: true })).broken).toBeUndefined();
    expect((await verifyLog(lines)).broken?.differs).toMatch(/^missing/);
  });

  it("as CSV quotes what needs it and defuses formulas", async () => {
    const { tenant } = await tenantWithLog();
    const answer = await tenant.as<string>("GET", "/activity-logs/export?format=csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/attachment; filename="activity-.*\.csv"/);
    const rows = answer.body.split("\r\n");
    expect(rows[0]).toMatch(/^at,action,entity,/);
    expect(rows.find((row) => row.includes("customer.created"))).toContain('""note"":""=1+1""');
  });

  it("is for those who may read the log", async () => {
    const { tenant } = await tenantWithLog();
    const token = await tenant.member("cs");
    expect((await tenant.call("GET", "/api/v1/activity-logs/export", { token })).status).toBe(403);
  });
});

describe("a log that was tampered with", () => {
  const brokenBy = async (change: (lines: Line[]) => Line[] | void) => {
    const { tenant } = await tenantWithLog();
    const lines = parsed(await exported(tenant));
    const before = structuredClone(lines);
    const after = change(lines) ?? lines;
    const { broken } = await verifyLog(texts(after));
    return { broken, id: (position: number) => before[position - 1]?.entry.id };
  };
  const sealedBy = "hash: the entry is not the one that was sealed";

  it.each(["action", "actorId", "entity", "entityId", "requestId", "at", "version", "before", "after"] as const)(
    "names the entry whose %s was changed",
    async (field) => {
      const { broken, id } = await brokenBy((lines) => {
        (lines[3] as Line).entry[field] = "other" as never;
      });
      expect(broken).toEqual({ position: 4, entryId: id(4), differs: sealedBy });
    },
  );

  it("names an entry whose field was changed deep inside, or that got one more", async () => {
    const deep = await brokenBy((lines) => {
      ((lines[3] as Line).entry.after as Record<string, unknown>)["name"] = "Orang Lain";
    });
    expect(deep.broken).toEqual({ position: 4, entryId: deep.id(4), differs: sealedBy });
    const more = await brokenBy((lines) => {
      Object.assign((lines[0] as Line).entry, { extra: 1 });
    });
    expect(more.broken).toEqual({ position: 1, entryId: more.id(1), differs: sealedBy });
  });

  it("names the place of an entry that was removed", async () => {
    const { broken, id } = await brokenBy((lines) => lines.filter((_, index) => index !== 2));
    expect(broken).toEqual({
      position: 3,
      entryId: undefined,
      differs: `missing: position 4 (${id(4)}) comes next`,
    });
  });

  it("names the link after one that was removed where the rest was renumbered", async () => {
    const { broken, id } = await brokenBy((lines) =>
      lines
        .filter((_, index) => index !== 2)
        .map(({ entry, link }, index) => ({ entry, link: { ...link, position: index + 1 } })),
    );
    expect(broken).toEqual({ position: 3, entryId: id(4), differs: "previousHash: it is not the hash of 2" });
  });

  it("names the first of two entries that were swapped, with their links or without", async () => {
    const contents = await brokenBy((lines) => {
      const [first, second] = [lines[1] as Line, lines[4] as Line];
      [first.entry, second.entry] = [second.entry, first.entry];
    });
    expect(contents.broken).toEqual({ position: 2, entryId: contents.id(5), differs: sealedBy });
    const whole = await brokenBy((lines) => {
      [lines[1], lines[2]] = [lines[2] as Line, lines[1] as Line];
    });
    expect(whole.broken).toMatchObject({ position: 2, entryId: undefined, differs: expect.stringMatching(/^missing/) });
  });

  it("names an entry that was put in, even with a hash of its own, by what follows it", async () => {
    const repeated = await brokenBy((lines) => [...lines.slice(0, 3), lines[2] as Line, ...lines.slice(3)]);
    expect(repeated.broken).toEqual({ position: 3, entryId: repeated.id(3), differs: "position: 4 was to come" });

    const { tenant } = await tenantWithLog();
    const lines = parsed(await exported(tenant));
    const previousHash = lines[2]?.link.hash ?? "";
    const entry = { ...(lines[2] as Line).entry, id: "aud_forged" };
    const forged = { entry, link: { position: 4, previousHash, hash: await chainHash(entry, previousHash) } };
    const rest = lines.slice(3).map(({ entry: later, link }) => ({
      entry: later,
      link: { ...link, position: link.position + 1 },
    }));
    const { broken } = await verifyLog(texts([...lines.slice(0, 3), forged, ...rest]));
    expect(broken).toEqual({
      position: 5,
      entryId: rest[0]?.entry.id,
      differs: "previousHash: it is not the hash of 4",
    });
  });

  it("is seen to be cut off by a head that was known before", async () => {
    const { tenant } = await tenantWithLog();
    const lines = await exported(tenant);
    const { head: expected } = await verifyLog(lines);
    const { broken } = await verifyLog(lines.slice(0, -2), { expected });
    expect(broken).toMatchObject({
      position: 6,
      differs: expect.stringMatching(/^missing: the log ends at position 5/),
    });
    expect((await verifyLog(lines, { expected: { position: 2, hash: "0" } })).broken?.position).toBe(2);
  });

  it("is seen in the export after an entry was taken out of the database", async () => {
    const { tenant } = await tenantWithLog();
    const { store } = await tenant.context();
    await sealChain(await tenant.context());
    const third = (await linksOf(tenant))[2];
    await store.atomic([
      store.update(tenants, { state: "deleting" as never }),
      store.remove(auditLinks, eq(auditLinks.position, 3)),
      store.remove(auditEntries, eq(auditEntries.id, third?.entryId ?? "")),
      store.update(tenants, { state: "active" }),
    ]);
    expect((await verifyLog(await exported(tenant))).broken).toMatchObject({ position: 3, entryId: undefined });
  });
});
