import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { mailsTo } from "../../../../test/support/mail.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { turn } from "../../../../test/support/providers.ts";
import { deliveries } from "../schema.ts";

interface Delivery {
  id: string;
  channel: string;
  state: string;
  kind: string;
  resendOfId: string | null;
  resentAsId: string | null;
  notificationId: string;
  recipient: { name: string; address: string };
  content: { text: string };
  failure: { class: string } | null;
  attemptLog: { number: number; outcome: string; answer: { status: number; body: string } | null }[];
  suppression: { id: string } | null;
}
interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** A tenant with a mail account of its own and a customer with an address. */
async function withMail() {
  const tenant = await TestTenant.signUp();
  await tenant.settle();
  const token = `postmark-${tenant.slug}`;
  await tenant.as("POST", "/connections", { provider: "postmark", secrets: { serverToken: token } });
  const email = `toko@${tenant.slug}.example.com`;
  const customerId = await addCustomer(tenant, "Toko Melati", { email });
  const list = async (query = "") => (await tenant.as<Page<Delivery>>("GET", `/deliveries?${query}`)).body.data;
  const refuse = () => turn("/postmark/_suppressions", { emails: [email], token });
  const forgive = () => turn(`/postmark/_suppressions?token=${token}`, undefined, "DELETE");
  return { tenant, token, email, customerId, list, refuse, forgive };
}

describe("the log", () => {
  it("shows what went out, newest first, and finds it by what it is filtered for", async () => {
    const { tenant, email, customerId, list } = await withMail();
    for (const _ of [1, 2]) {
      await addInvoice(tenant, { customerId });
      await tenant.settle();
      tenant.clock.advance(60_000);
    }
    const sent = await list("kind=invoice.issued");
    expect(sent.map(({ recipient, state }) => [recipient.name, recipient.address, state])).toEqual([
      ["Toko Melati", email, "sent"],
      ["Toko Melati", email, "sent"],
    ]);
    const [newest, oldest] = sent as [Delivery, Delivery];
    expect(newest.id > oldest.id).toBe(true);
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    expect(await ids(`recipient=${email}&channel=email&state=sent`)).toEqual([newest.id, oldest.id]);
    expect(await ids("channel=sms")).toEqual([]);
    expect(await ids(`notificationId=${oldest.notificationId}`)).toEqual([oldest.id]);
    expect(await ids(`kind=invoice.issued&from=${new Date(tenant.clock.now() - 90_000).toISOString()}`)).toEqual([
      newest.id,
    ]);
    const first = await tenant.as<Page<Delivery>>("GET", "/deliveries?kind=invoice.issued&limit=1");
    expect(await ids(`kind=invoice.issued&cursor=${first.body.nextCursor}`)).toEqual([oldest.id]);
  });

  it("has every try with the provider's answer, and no one-time link", async () => {
    const { tenant, list } = await withMail();
    const address = `${tenant.slug}@example.com`;
    await tenant.call("POST", "/api/v1/auth/forgotten-password", { slug: tenant.slug, body: { email: address } });
    await tenant.settle();
    const [reset] = await list("kind=account.password-reset");
    const { body } = await tenant.as<Delivery>("GET", `/deliveries/${reset?.id}`);
    expect(body.attemptLog).toMatchObject([{ number: 1, outcome: "accepted", answer: { status: 200 } }]);
    expect(JSON.stringify(body)).not.toMatch(/reset-password[#?]\S*token/);
    expect(body.content.text).toContain("⟦link⟧");
  });

  it("is its tenant's alone", async () => {
    const { tenant, customerId, list } = await withMail();
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [mine] = await list();
    const other = await TestTenant.signUp();
    expect((await other.as("GET", `/deliveries/${mine?.id}`)).status).toBe(404);
    expect((await other.as("POST", `/deliveries/${mine?.id}/resend`, {})).status).toBe(404);
    const theirs = await other.as<Page<Delivery>>("GET", `/deliveries?recipient=${mine?.recipient.address}`);
    expect(theirs.body.data).toEqual([]);
  });
});

describe("sending again", () => {
  it("makes a delivery of its own, once, and is written down", async () => {
    const { tenant, email, customerId, list } = await withMail();
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [first] = await list("kind=invoice.issued");
    const again = await tenant.as<Delivery>("POST", `/deliveries/${first?.id}/resend`, {});
    expect(again.body).toMatchObject({ state: "waiting", resendOfId: first?.id });
    expect((await tenant.as("POST", `/deliveries/${first?.id}/resend`, {})).status).toBe(409);
    await tenant.settle();
    expect(await mailsTo(email)).toHaveLength(2);
    const before = await tenant.as<Delivery>("GET", `/deliveries/${first?.id}`);
    expect(before.body.resentAsId).toBe(again.body.id);
    const logs = await tenant.as<Page<{ action: string }>>("GET", `/activity-logs?entityId=${first?.id}`);
    expect(logs.body.data.map(({ action }) => action)).toEqual(["delivery.resent"]);
  });

  it("is refused while the first is on its way", async () => {
    const { tenant, customerId, list } = await withMail();
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [first] = await list("kind=invoice.issued");
    const { store } = await tenant.context();
    await store.atomic([store.update(deliveries, { state: "waiting" }, eq(deliveries.id, first?.id ?? ""))]);
    expect((await tenant.as("POST", `/deliveries/${first?.id}/resend`, {})).status).toBe(409);
  });

  it("to an address that is not written to needs force, which takes it off the list", async () => {
    const { tenant, email, customerId, list, refuse, forgive } = await withMail();
    await refuse();
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [failed] = await list("state=failed");
    const found = await tenant.as<Delivery>("GET", `/deliveries/${failed?.id}`);
    expect(found.body.suppression).not.toBeNull();
    expect((await tenant.as("POST", `/deliveries/${failed?.id}/resend`, {})).status).toBe(409);
    await forgive();
    expect((await tenant.as("POST", `/deliveries/${failed?.id}/resend`, { force: true })).status).toBe(201);
    await tenant.settle();
    expect(await mailsTo(email)).toHaveLength(1);
    expect((await tenant.as<Page<unknown>>("GET", "/suppressions")).body.data).toEqual([]);
  });

  it("all that failed goes out once more, however often it is asked", async () => {
    const { tenant, token, list } = await withMail();
    const failing = ["satu", "dua"].map((name) => `${name}@${tenant.slug}.example.com`);
    for (const email of failing) {
      const customerId = await addCustomer(tenant, "Toko", { email });
      await turn("/postmark/_suppressions", { emails: [email], token });
      await addInvoice(tenant, { customerId });
    }
    await tenant.settle();
    expect(await list("state=failed")).toHaveLength(2);
    await turn(`/postmark/_suppressions?token=${token}`, undefined, "DELETE");
    const { body } = await tenant.as<Page<{ id: string }>>("GET", "/suppressions");
    for (const { id } of body.data) await tenant.as("DELETE", `/suppressions/${id}`);
    const asked = await tenant.as("POST", "/deliveries/resend", { state: "failed", channel: "email" });
    expect([asked.status, asked.body]).toEqual([202, { deliveries: 2, isMore: false }]);
    await tenant.as("POST", "/deliveries/resend", { state: "failed" });
    await tenant.settle();
    const mails = await Promise.all(failing.map(mailsTo));
    expect(mails.map((each) => each.length)).toEqual([1, 1]);
    expect((await tenant.as("POST", "/deliveries/resend", { state: "failed" })).body).toEqual({
      deliveries: 0,
      isMore: false,
    });
  });
});
