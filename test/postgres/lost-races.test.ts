/** What Postgres rolls back only because two batches met may be written again: nothing of it happened. */
import { neon, neonConfig } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import type { NeonHttpDatabase } from "drizzle-orm/neon-http";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Statement } from "#dialect";
import { addCustomer } from "../support/billing.ts";
import { TestTenant } from "../support/tenant.ts";
import { customers } from "../../worker/modules/customers/schema.ts";

const settings = env as unknown as { DATABASE_URL: string; DATABASE_URL_1: string; NEON_ENDPOINT: string };
neonConfig.fetchEndpoint = settings.NEON_ENDPOINT;

/** A statement that fails with `sqlState` the first `times` times it runs; a sequence counts, since none rolls back. */
async function failing(tenant: TestTenant, sqlState: string, times: number) {
  const { store, tenant: view } = await tenant.context();
  const counter = `tries_${tenant.slug.replaceAll("-", "_")}`;
  const connection = neon(view.shard === 0 ? settings.DATABASE_URL : settings.DATABASE_URL_1);
  await connection.query(`create sequence ${counter}`);
  const statement = (store.db as unknown as NeonHttpDatabase).execute(
    sql.raw(`do $$ begin if nextval('${counter}') <= ${times} then
      raise exception 'lost' using errcode = '${sqlState}'; end if; end $$`),
  ) as unknown as Statement;
  const tries = async () => Number((await connection.query(`select last_value from ${counter}`))[0]?.["last_value"]);
  return { store, statement, tries };
}

describe("a batch that Postgres rolled back because it met another", () => {
  it.each(["40P01", "40001"])("is written again and lands once (%s)", async (sqlState) => {
    const tenant = await TestTenant.signUp();
    const id = await addCustomer(tenant);
    const { store, statement, tries } = await failing(tenant, sqlState, 2);
    await store.atomic([store.update(customers, { name: "Kenanga" }), statement]);
    expect(await tries()).toBe(3);
    expect((await tenant.as<{ name: string }>("GET", `/customers/${id}`)).body.name).toBe("Kenanga");
  });

  it("is given up after a few tries, and nothing of it is there", async () => {
    const tenant = await TestTenant.signUp();
    const id = await addCustomer(tenant, "Melati");
    const { store, statement, tries } = await failing(tenant, "40P01", 100);
    await expect(store.atomic([store.update(customers, { name: "Kenanga" }), statement])).rejects.toThrow();
    expect(await tries()).toBeLessThan(10);
    expect((await tenant.as<{ name: string }>("GET", `/customers/${id}`)).body.name).toBe("Melati");
  });

  it("is not tried again for what would fail each time", async () => {
    const { store, statement, tries } = await failing(await TestTenant.signUp(), "23514", 1);
    await expect(store.atomic([statement])).rejects.toThrow();
    expect(await tries()).toBe(1);
  });
});
