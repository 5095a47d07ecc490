import { describe, expect, it } from "vitest";
import { env, TestTenant } from "../../../test/support/tenant.ts";
import { commit } from "../outbox/index.ts";
import { files } from "./schema.ts";
import { putFile } from "./service.ts";
import { objectOf, open, stored, type FileBody } from "./testing-calls.ts";
import { bytesOf, samplePdf, samplePng } from "./testing.ts";

describe("an owner's files", () => {
  const withCustomer = async () => {
    const tenant = await TestTenant.signUp();
    const { body } = await tenant.as<{ id: string }>("POST", "/customers", { name: "Toko Kenanga" });
    return { tenant, path: `/customers/${body.id}` };
  };

  it("go with the owner: hidden at once, then row and object, also when the work is repeated", async () => {
    const { tenant, path } = await withCustomer();
    const list = [await stored(tenant, samplePdf), await stored(tenant, samplePng)];
    for (const { id } of list) expect((await tenant.as("POST", `${path}/files`, { fileId: id })).status).toBe(201);
    const shown = await tenant.as<{ data: FileBody[] }>("GET", `${path}/files`);
    expect(shown.body.data.map(({ id }) => id)).toEqual(list.map(({ id }) => id).reverse());

    expect((await tenant.as("DELETE", path)).status).toBe(204);
    for (const { id, url } of list) {
      expect((await tenant.as("GET", `/files/${id}`)).status).toBe(404);
      expect((await open(tenant, url)).status).toBe(400);
      expect(await objectOf(tenant, id)).not.toBeNull();
    }
    await tenant.settle();
    for (const { id } of list) expect(await objectOf(tenant, id)).toBeNull();
    const ctx = await tenant.context();
    expect((await ctx.store.read(ctx.store.db.select().from(files).where(ctx.store.own(files))))[0]).toEqual([]);
  });

  it("stay when the object can't be deleted, until it can", async () => {
    const { tenant, path } = await withCustomer();
    const { id } = await stored(tenant, samplePdf);
    await tenant.as("POST", `${path}/files`, { fileId: id });
    await tenant.as("DELETE", path);
    const { takeRemovedFiles } = await import("./index.ts");
    const ctx = await tenant.context();
    const down = Object.create(env.FILES, { delete: { value: () => Promise.reject(new Error("R2 is down")) } });
    const failing = { ...ctx, env: Object.create(env, { FILES: { value: down } }) };
    const owner = { entity: "customer", id: path.split("/")[2] as string } as const;
    await expect(takeRemovedFiles(failing, owner)).rejects.toThrow("R2 is down");
    expect(await objectOf(tenant, id)).not.toBeNull();
    await takeRemovedFiles(ctx, owner);
    await takeRemovedFiles(ctx, owner);
    expect(await objectOf(tenant, id)).toBeNull();
  });

  it("are removed one by one too, and by nobody else's path", async () => {
    const { tenant, path } = await withCustomer();
    const other = await tenant.as<{ id: string }>("POST", "/customers", { name: "Warung Melati" });
    const { id } = await stored(tenant, samplePdf);
    await tenant.as("POST", `${path}/files`, { fileId: id });
    expect((await tenant.as("DELETE", `/customers/${other.body.id}/files/${id}`)).status).toBe(404);
    expect((await tenant.as("DELETE", `/files/${id}`)).status).toBe(409);
    expect((await tenant.as("DELETE", `${path}/files/${id}`)).status).toBe(204);
    expect((await tenant.as<{ data: unknown[] }>("GET", `${path}/files`)).body.data).toEqual([]);
    await tenant.settle();
    expect(await objectOf(tenant, id)).toBeNull();
  });

  it("leave nothing behind when one is added while the owner is deleted", async () => {
    for (let round = 0; round < 3; round++) {
      const { tenant, path } = await withCustomer();
      const { id } = await stored(tenant, samplePdf);
      const [added, deleted] = await Promise.all([
        tenant.as("POST", `${path}/files`, { fileId: id }),
        tenant.as("DELETE", path),
      ]);
      expect([201, 404, 409]).toContain(added.status);
      expect([204, 409]).toContain(deleted.status);
      if (deleted.status === 409) expect((await tenant.as("DELETE", path)).status).toBe(204);
      await tenant.settle();
      expect(await objectOf(tenant, id)).toBeNull();
    }
  });

  it("are claimed once, by their sender, for what they were sent for", async () => {
    const { tenant, path } = await withCustomer();
    const claim = async (fileId: string, token = tenant.token) =>
      (await tenant.call("POST", `/api/v1${path}/files`, { token, body: { fileId } })).status;
    const [first, identity, others] = [
      await stored(tenant, samplePdf),
      await stored(tenant, samplePdf, "purpose=identity"),
      await stored(tenant, samplePdf),
    ];
    expect(await claim(first.id)).toBe(201);
    expect(await claim(first.id)).toBe(422);
    expect(await claim(identity.id)).toBe(422);
    expect(await claim(others.id, await tenant.member("cs"))).toBe(422);
    const race = await Promise.all(Array.from({ length: 4 }, () => claim(others.id)));
    expect(race.filter((status) => status === 201).length).toBe(1);
  });
});

describe("the orphan sweep", () => {
  it("takes away, after a day, what nothing has claimed and objects that never got their row, and nothing else", async () => {
    const tenant = await TestTenant.signUp();
    const customer = await tenant.as<{ id: string }>("POST", "/customers", { name: "Toko Kenanga" });
    const [waiting, claimed] = [await stored(tenant, samplePdf), await stored(tenant, samplePng)];
    await tenant.as("POST", `/customers/${customer.body.id}/files`, { fileId: claimed.id });
    const ctx = await tenant.context();
    const lost = await putFile(ctx, {
      bytes: bytesOf(samplePdf),
      type: "application/pdf",
      purpose: "attachment",
      owner: { entity: "user", id: "usr_nobody" },
      state: "unclaimed",
      name: undefined,
    });
    expect(await objectOf(tenant, lost.row.id)).not.toBeNull();
    await tenant.settle();
    expect(await objectOf(tenant, lost.row.id)).toBeNull();
    expect(await objectOf(tenant, waiting.id)).toBeNull();
    expect((await tenant.as("GET", `/files/${waiting.id}`)).status).toBe(404);
    expect(await objectOf(tenant, claimed.id)).not.toBeNull();
    expect((await tenant.as("GET", `/files/${claimed.id}`)).status).toBe(200);
  });

  it("is due a day after the file came, not before", async () => {
    const tenant = await TestTenant.signUp();
    await stored(tenant, samplePdf);
    const { dueEvents } = await import("../outbox/index.ts");
    const { createPlatform } = await import("../../core/platform.ts");
    const ctx = await tenant.context();
    const platform = createPlatform({ env, settings: ctx.settings, sources: tenant.clock, defer: () => {} });
    const due = async (hours: number) =>
      (await dueEvents(platform.shard(ctx.tenant.shard), tenant.clock.now() + hours * 3_600_000, 1_000_000)).filter(
        ({ tenantId }) => tenantId === tenant.id,
      ).length;
    const before = await due(23);
    expect((await due(25)) - before).toBe(1);
  });

  it("loses to nobody: a file it has taken can't be claimed by who saw it before", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await stored(tenant, samplePdf);
    const ctx = await tenant.context({ kind: "system", id: "x", name: "x" });
    const { claimFile, fileById, sweepOrphan } = await import("./index.ts");
    const [[seen]] = await ctx.store.read(fileById(ctx, id));
    const claim = claimFile({ ...ctx, actor: { ...ctx.actor, id: seen?.uploadedBy ?? "" } }, seen, "attachment", {
      entity: "customer",
      id: "cus_x",
    });
    await sweepOrphan(ctx, id);
    await expect(commit(ctx, claim.statements)).rejects.toThrow();
  });
});
