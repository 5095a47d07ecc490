import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { TestTenant, withSettings } from "../../../../test/support/tenant.ts";
import { createApp } from "../../../app.ts";
import { webhookReceipts } from "../schema.ts";
import { addEndpoint, callsOf, notifyEndpoint, ownSecret, settled, sign, withBank } from "./testing.ts";

describe("a call of a tenant's own provider", () => {
  it("is stored with what is needed to replay it, and answered at once", async () => {
    const { tenant, post, invoice } = await withBank();
    const { body, headers } = sign(settled(invoice.number));
    const answer = await tenant.call<{ id: string }>("POST", "/webhooks/bank-contoh?from=bank&n=1", {
      slug: tenant.slug,
      body,
      headers: { ...headers, "user-agent": "Bank/1" },
    });
    expect(answer).toMatchObject({ status: 200, body: { received: true } });
    const log = await tenant.as("GET", `/webhook-logs/${answer.body.id}`);
    expect(log.body).toMatchObject({
      ...{ provider: "bank-contoh", state: "received", body, query: "from=bank&n=1" },
      headers: { "content-type": "application/json", "user-agent": "Bank/1" },
    });
    expect(JSON.stringify(log.body)).not.toContain(headers["x-signature"]?.slice(7));
    expect((await post({ body: "x".repeat(1024 * 1024 + 1) })).status).toBe(413);
  });

  it("with a wrong signature or none is refused, noted in part and never worked off", async () => {
    const { tenant, post, invoice, payments, logs } = await withBank();
    const good = sign(settled(invoice.number, { pad: "y".repeat(2000) }));
    const wrong = [
      { ...good, headers: {} },
      { ...good, headers: { "x-signature": "sha256=" } },
      { ...good, body: `${good.body} ` },
      sign(settled(invoice.number), "another-secret"),
    ];
    for (const sent of wrong) {
      const { status, body } = await post(sent);
      expect([status, body.code]).toEqual([401, "webhook_unauthorized"]);
    }
    await tenant.settle();
    const found = await logs();
    expect(found.map(({ state, outcome }) => [state, outcome])).toEqual([
      ["rejected", "wrong signature"],
      ["rejected", "wrong signature"],
      ["rejected", "wrong signature"],
      ["rejected", "no signature"],
    ]);
    const kept = await tenant.as<{ body: string; headers: object; query: null }>(
      "GET",
      `/webhook-logs/${found[1]?.id}`,
    );
    expect([kept.body.body.length, kept.body.query]).toEqual([1000, null]);
    expect(Object.keys(kept.body.headers)).toEqual(["content-type"]);
    expect((await tenant.as("POST", `/webhook-logs/${found[0]?.id}/replay`)).status).toBe(409);
    expect(await payments()).toEqual([]);
  });

  it("from an address that is not on the list is refused with its reason", async () => {
    const { post, logs, invoice } = await withBank({ allowedAddresses: ["203.0.113.0/24", "2001:db8::/32"] });
    const from = (address: string) => {
      const sent = sign(settled(invoice.number, { address }));
      return post({ ...sent, headers: { ...sent.headers, "cf-connecting-ip": address } });
    };
    for (const address of ["203.0.113.9", "2001:db8::9"]) expect((await from(address)).status).toBe(200);
    for (const address of ["198.51.100.1", "::1", "nowhere"]) {
      const { status, body } = await from(address);
      expect([status, body.code]).toEqual([403, "address_not_allowed"]);
    }
    expect((await logs("?state=rejected")).map(({ outcome }) => outcome)).toEqual(Array(3).fill("address not allowed"));
  });

  it("may be proved by a token in a header, or by its address alone", async () => {
    const tenant = await TestTenant.signUp();
    await addEndpoint(tenant, notifyEndpoint);
    const { post } = callsOf(tenant, "pemantau");
    const body = { alert: { text: "Tiang roboh" } };
    expect((await post({ body, headers: { authorization: `Bearer ${ownSecret}` } })).status).toBe(200);
    expect((await post({ body, headers: { authorization: ownSecret } })).status).toBe(401);
    const { secret: _, ...bare } = notifyEndpoint;
    await addEndpoint(tenant, {
      ...{ ...bare, key: "lokal", signature: { scheme: "none" } },
      allowedAddresses: ["203.0.113.7"],
    });
    const local = (address: string) =>
      callsOf(tenant, "lokal").post({ body, headers: { "cf-connecting-ip": address } });
    expect([(await local("203.0.113.7")).status, (await local("203.0.113.8")).status]).toEqual([200, 403]);
  });

  it("of a disabled, removed, unknown or foreign endpoint is nothing that there is", async () => {
    const { tenant, bank, deliver, logs } = await withBank();
    await tenant.as("PATCH", `/webhook-endpoints/${bank.id}`, { state: "disabled" });
    expect((await deliver(settled("X"))).status).toBe(404);
    await tenant.as("DELETE", `/webhook-endpoints/${bank.id}`);
    expect((await deliver(settled("X"))).status).toBe(404);
    for (const key of ["constructor", "__proto__", "tidak-ada", "%00", "a b"])
      expect((await callsOf(tenant, key).deliver(settled("X"))).status).toBe(404);
    const other = await TestTenant.signUp();
    expect((await callsOf(other, "bank-contoh").deliver(settled("X"))).status).toBe(404);
    expect(await logs()).toEqual([]);
  });

  it("of one tenant proves nothing to another with the same key, and shows in its own log alone", async () => {
    const one = await withBank();
    const two = await withBank({ secret: "another-secret-of-two" });
    expect((await one.deliver(settled(two.invoice.number))).status).toBe(200);
    expect((await two.deliver(settled(two.invoice.number))).status).toBe(401);
    await one.tenant.settle();
    await two.tenant.settle();
    const [log] = await one.logs();
    expect((await two.tenant.as("GET", `/webhook-logs/${log?.id}`)).status).toBe(404);
    expect((await two.tenant.as("POST", `/webhook-logs/${log?.id}/replay`)).status).toBe(404);
    expect((await two.tenant.as("POST", "/webhook-logs/replay", { ids: [log?.id] })).status).toBe(422);
    expect((await two.logs("?state=done")).length).toBe(0);
    expect((await two.state()).paid).toBe(0);
  });

  it("sent again is stored and worked off once; by its own id also when its words differ", async () => {
    const { tenant, deliver, logs, payments, invoice } = await withBank();
    const text = JSON.stringify(settled(invoice.number));
    for (let n = 0; n < 3; n++) expect((await deliver(text)).status).toBe(200);
    await tenant.settle();
    const [third, second, first] = await logs();
    expect([first?.state, first?.attempts]).toEqual(["done", 1]);
    for (const again of [second, third])
      expect(again).toMatchObject({ state: "ignored", outcome: `the same call as ${first?.id}`, attempts: 0 });
    expect((await payments()).length).toBe(1);

    const mapping = { ...notifyEndpoint.mapping, id: { path: "id" } };
    await addEndpoint(tenant, { ...notifyEndpoint, mapping });
    const alarm = (id: string, message: string) =>
      tenant.call("POST", "/webhooks/pemantau", {
        slug: tenant.slug,
        body: { id, alert: { text: message } },
        headers: { authorization: `Bearer ${ownSecret}` },
      });
    for (const [id, message] of [
      ["7", "satu"],
      ["7", "dua"],
      ["8", "satu"],
    ] as const)
      await alarm(id, message);
    await tenant.settle();
    expect((await logs("?provider=pemantau")).map(({ state }) => state)).toEqual(["done", "ignored", "done"]);
    expect((await logs("?q=7")).map(({ provider, state }) => [provider, state])).toEqual([["pemantau", "done"]]);
    expect((await logs(`?q=${first?.id}`)).map(({ id }) => id)).toEqual([first?.id]);
  });

  it("with the same words an hour later is a new one", async () => {
    const tenant = await TestTenant.signUp();
    await addEndpoint(tenant, notifyEndpoint);
    const { post, logs } = callsOf(tenant, "pemantau");
    const alarm = () => post({ body: { alert: { text: "x" } }, headers: { authorization: `Bearer ${ownSecret}` } });
    await alarm();
    await alarm();
    tenant.clock.advance(3_600_000);
    await alarm();
    await tenant.signIn();
    expect((await logs()).map(({ state }) => state)).toEqual(["received", "ignored", "received"]);
  });

  it("B17: is known again after a restart, since nothing is remembered but by the store", async () => {
    const { tenant, invoice, payments, logs } = await withBank();
    const { body, headers } = sign(settled(invoice.number));
    for (let restart = 0; restart < 2; restart++) {
      const execution = createExecutionContext();
      const request = new Request(`http://localhost/t/${tenant.slug}/webhooks/bank-contoh`, {
        method: "POST",
        body,
        headers: { ...headers, "content-type": "application/json" },
      });
      const answer = await createApp(tenant.clock).fetch(request as never, tenant.env, execution);
      await waitOnExecutionContext(execution);
      expect(answer.status).toBe(200);
      await tenant.settle();
    }
    expect((await payments()).length).toBe(1);
    expect((await logs()).map(({ state }) => state)).toEqual(["ignored", "done"]);
  });

  it("that is no text, or holds what the store can't, is refused", async () => {
    const { post } = await withBank();
    for (const body of [new Uint8Array([0xff, 0xfe]), "a\0b"]) expect((await post({ body })).status).toBe(400);
  });

  it("is verified over the very bytes: a byte order mark is one of them", async () => {
    const { tenant, deliver, invoice, payments } = await withBank();
    expect((await deliver(`\uFEFF${JSON.stringify(settled(invoice.number))}`)).status).toBe(200);
    await tenant.settle();
    expect((await payments()).length).toBe(1);
  });

  it("is limited for its endpoint alone, however the address is spelled", async () => {
    const { tenant, invoice, deliver } = await withBank();
    await addEndpoint(tenant, notifyEndpoint);
    tenant.env = withSettings({ RATE_LIMIT_FACTOR: "0.005" });
    const statuses: number[] = [];
    for (const key of ["bank-contoh", "bank-contoh", "%62ank-contoh", "bank-cont%6Fh"])
      statuses.push((await callsOf(tenant, key).deliver(settled(invoice.number))).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await deliver(settled("X"))).status).toBe(429);
    const other = callsOf(tenant, "pemantau");
    const headers = { authorization: `Bearer ${ownSecret}` };
    expect((await other.post({ body: { alert: { text: "x" } }, headers })).status).toBe(200);
  });
});

describe("a provider that asks for the address by GET", () => {
  it("gets 404 where nobody answers: unknown, built in without a handshake, or of the tenant's own", async () => {
    const { tenant } = await withBank();
    for (const name of ["tidak-ada", "constructor", "xendit", "bank-contoh"]) {
      const path = `/webhooks/${name}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x`;
      expect((await tenant.call("GET", path, { slug: tenant.slug })).status).toBe(404);
    }
    const ctx = await tenant.context();
    const [rows] = await ctx.store.read(
      ctx.store.db.select().from(webhookReceipts).where(ctx.store.own(webhookReceipts)),
    );
    expect(rows).toEqual([]);
  });

  it("leaves the dashboard's pages of such an address to the dashboard", async () => {
    const { tenant } = await withBank();
    const page = await tenant.fetch("GET", "/customers");
    for (const path of ["/webhooks/endpoints", `/webhooks/whk_${"0".repeat(20)}`]) {
      const answer = await tenant.fetch("GET", path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        page.status,
        page.headers.get("content-type"),
      ]);
      // Where no dashboard is built, as in a fresh clone, its absence has no type at all.
      expect(answer.headers.get("content-type") ?? "").not.toMatch(/json/);
    }
  });
});
