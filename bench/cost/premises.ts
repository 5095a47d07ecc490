/** What a typical call needs to be there first, made through the API of a company of any size. */
import { decodeJwt } from "jose";
import { Secret, TOTP } from "otpauth";
import type { TestTenant } from "../../test/support/tenant.ts";
import type { Colleague } from "../seed/colleague.ts";
import { samplePdf } from "../../worker/modules/files/testing.ts";
import { systemRandom } from "../../worker/core/ids.ts";
import {
  archiveKey,
  archiveVault,
  partName,
  proofText,
  type Manifest,
} from "../../worker/modules/portability/archive.ts";
import { addMonths } from "../../worker/core/time.ts";
import { signToken, type TokenClaims } from "../../worker/core/tokens.ts";

/** A company, called over HTTP by the benchmark and in the same isolate by the test. */
export type Company = Pick<TestTenant, "id" | "slug" | "token" | "refreshToken" | "ownerPassword" | "call" | "as">;

/** How a company's surroundings are reached. */
export interface Surroundings {
  tokenSecret: string;
  operatorToken: string;
  /** The month that is billed, `YYYY-MM`. */
  period: string;
  sandboxUrl: string;
  /** Waits for, or does, the work behind a run's preview. */
  prepared(runId: string): Promise<unknown>;
  /** Adds a member of staff who is signed in. */
  colleague(): Promise<Colleague>;
  /** Waits for, or does, the work behind a webhook. */
  worked(receiptId: string): Promise<unknown>;
  /** Adds an export that is done. */
  exported(): Promise<string>;
  /** Puts a notification into a user's feed. */
  notified(userId: string): Promise<string>;
  /** Adds a Telegram bot. */
  telegramBot(): Promise<string>;
  /** Stops the export that is running. */
  stopExport(): Promise<unknown>;
  /** Waits for, or does, the sending of a mail to an address, and gives its text. */
  mailed(address: string): Promise<string>;
}

interface Invoice {
  id: string;
  paymentUrl: string | null;
}

const item = { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 };
const memberPassword = "ikan-terbang-9";
const callbackToken = "callback-of-the-benchmark";
let made = 0;

export const endpointSecret = "rahasia-webhook-bank-contoh";
export const passphrase = "kunci arsip yang panjang";

/** The manifest of an archive with one part, without a row. */
async function manifestOf(slug: string): Promise<Manifest> {
  const salt = "0".repeat(32);
  const vault = archiveVault(await archiveKey(passphrase, salt), systemRandom);
  return {
    format: "tepi-archive",
    version: 1,
    tenant: { slug, name: "Kosong", kinds: ["isp"], timeZone: "Asia/Jakarta", settings: {} },
    madeAt: "2026-11-01T00:00:00Z",
    salt,
    proof: await vault.seal("proof", proofText),
    parts: [{ name: partName(1, "brands"), rows: 0, bytes: 1, sha256: null }],
  };
}

export class Premises {
  /** Of a company whose address the isolate knows, as it does after the first request by its slug. */
  static async of(company: Company, surroundings: Surroundings): Promise<Premises> {
    const premises = new Premises(company, surroundings);
    await premises.session();
    return premises;
  }

  readonly company: Company;
  readonly callbackToken = callbackToken;
  #surroundings: Surroundings;
  #connection: Promise<string> | undefined;
  #customerImport: Promise<string> | undefined;
  #mail: Promise<{ id: string }> | undefined;

  private constructor(company: Company, surroundings: Surroundings) {
    this.company = company;
    this.#surroundings = surroundings;
  }

  get operatorToken(): string {
    return this.#surroundings.operatorToken;
  }

  /** A text that no other call uses. */
  unique = (prefix: string): string => `${prefix}-${this.company.slug}-${++made}`.toUpperCase();

  async #make<T extends { id: string }>(path: string, body: unknown): Promise<T> {
    const answer = await this.company.as<T>("POST", path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  brand = async () => (await this.#make("/brands", { code: this.unique("B"), name: "Merek Contoh" })).id;
  apiKey = async () => (await this.#make("/api-keys", { name: "Kasir", permissions: ["customers:read"] })).id;
  plan = async () => (await this.#make("/plans", { name: this.unique("Paket"), price: 150_000 })).id;
  customer = async (brandId?: string) =>
    (await this.#make("/customers", { name: "Toko Kenanga", phone: "081200001111", ktp: "3174000000000001", brandId }))
      .id;
  /** A customer who can be written to. */
  reachable = async () => (await this.#make("/customers", { name: "Toko Melati", email: "melati@example.com" })).id;
  /** A report that nobody waits for. */
  task = async () =>
    (
      await this.#make("/tasks", {
        kind: "report",
        name: this.unique("Ringkasan"),
        schedule: { every: "month", day: 1, at: "07:00" },
        settings: { report: "overview", roles: ["owner"] },
      })
    ).id;
  /** The subscription of a new customer to a new plan. */
  subscription = async (brandId?: string) =>
    (
      await this.#make("/subscriptions", {
        customerId: await this.customer(brandId),
        planId: await this.plan(),
        brandId,
      })
    ).id;
  /** A day that a change of plan can be planned for. */
  dayToCome = () => `${addMonths(this.#surroundings.period, 1)}-15`;
  /** A planned change of a subscription's plan. */
  planChange = async (subscriptionId: string) =>
    (
      await this.#make(`/subscriptions/${subscriptionId}/plan-changes`, {
        planId: await this.plan(),
        effectiveOn: this.dayToCome(),
      })
    ).id;
  /** A new customer's invoice. */
  invoice = async (draft = false, customerId?: string): Promise<Invoice> =>
    this.#make<Invoice>("/invoices", { customerId: customerId ?? (await this.customer()), items: [item], draft });
  /** The token of a new invoice's payment page. */
  paymentToken = async () => (await this.invoice()).paymentUrl?.split("/pay/")[1] ?? "";
  /** The same of an invoice that was paid. */
  async paidToken(): Promise<string> {
    const invoice = await this.invoice();
    await this.payment(invoice);
    return invoice.paymentUrl?.split("/pay/")[1] ?? "";
  }
  payment = async (invoice?: Invoice) => {
    const { id } = invoice ?? (await this.invoice());
    return (await this.#make(`/invoices/${id}/payments`, { amount: 150_000, method: "cash" })).id;
  };
  creditNote = async () =>
    (
      await this.#make(`/invoices/${(await this.invoice()).id}/credit-notes`, {
        items: [{ line: 1, quantity: 1 }],
        reason: "Salah tarif",
      })
    ).id;
  /** A new customer who has paid too much. */
  creditor = async () => {
    const customerId = await this.customer();
    const { id } = await this.#make<Invoice>("/invoices", { customerId, items: [item] });
    await this.#make(`/invoices/${id}/payments`, { amount: 250_000, method: "cash" });
    return customerId;
  };
  refund = async () =>
    (await this.#make(`/customers/${await this.creditor()}/refunds`, { amount: 50_000, method: "cash" })).id;
  /** An invoice whose customer has credit, in a company that uses it by hand. */
  coveredInvoice = async () => {
    await this.company.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
    const customerId = await this.creditor();
    return (await this.#make<Invoice>("/invoices", { customerId, items: [item] })).id;
  };

  /** The company's Xendit account, connected once. */
  connection = () =>
    (this.#connection ??= this.#make("/connections", {
      provider: "xendit",
      secrets: { apiKey: `xnd_development_${this.company.slug}`, callbackToken },
    }).then(({ id }) => id));

  /** A mail that its provider refused for good: its delivery, and its address on the list of those not written to. */
  async refusedMail(): Promise<{ deliveryId: string; suppressionId: string }> {
    const token = `postmark-${this.company.slug}`;
    const address = `${this.unique("hilang").toLowerCase()}@example.com`;
    await fetch(`${this.#surroundings.sandboxUrl}/postmark/_suppressions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ emails: [address], token }),
    });
    this.#mail ??= this.#make("/connections", { provider: "postmark", secrets: { serverToken: token } });
    const body = { to: address, connectionId: (await this.#mail).id };
    const tested = await this.company.as<{ data: { delivery: { id: string } }[] }>(
      "POST",
      "/channels/email/test",
      body,
    );
    const listed = await this.company.as<{ data: { id: string }[] }>("GET", `/suppressions?address=${address}`);
    return { deliveryId: tested.body.data[0]?.delivery.id ?? "", suppressionId: listed.body.data[0]?.id ?? "" };
  }
  announcement = async (body: object) =>
    (await this.company.as<{ id: string }>("POST", "/announcements", body)).body.id;
  saveTemplate = (path: string, body: string) =>
    this.company.as("PUT", `/notification-templates/${path}`, { body, version: 0 });

  /** A file of customers that waits to be started; few can be sent in an hour, so one serves several calls. */
  customerImport = () =>
    (this.#customerImport ??= this.#make("/customer-imports", "Nama,Email\nToko Kenanga,bukan-email\n").then(
      ({ id }) => id,
    ));
  /** The same, for a call that leaves it unfit for others. */
  takeCustomerImport(): Promise<string> {
    const taken = this.customerImport();
    this.#customerImport = undefined;
    return taken;
  }

  /** An export that is done. */
  export = () => this.#surroundings.exported();
  stopExport = () => this.#surroundings.stopExport();

  /** A notification of the owner's. */
  notification = () => this.#surroundings.notified(decodeJwt(this.company.token).sub ?? "");
  telegramBot = () => this.#surroundings.telegramBot();
  /** A device of the owner's. */
  device = async () => (await this.#make("/push-devices", this.newDevice())).id;
  newDevice = () => ({ token: this.unique("token-of-a-device"), name: "Chrome, Android" });

  /** An archive's manifest, and a company without anything that could take it. */
  async emptyCompany(): Promise<{ token: string; manifest: Manifest }> {
    const slug = this.unique("e").toLowerCase();
    const owner = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password: "kuda-laut-biru" };
    const { body } = await this.company.call<{ access_token: string }>("POST", "/api/v1/tenants", {
      body: { name: "Kosong", slug, kinds: ["isp"], owner },
      headers: { "cf-connecting-ip": slug },
    });
    return { token: body.access_token, manifest: await manifestOf(slug) };
  }

  /** An import that waits for its only part, or has it. */
  async import(sent: boolean): Promise<{ id: string; token: string }> {
    const { token, manifest } = await this.emptyCompany();
    const { body } = await this.company.call<{ id: string }>("POST", "/api/v1/imports", {
      token,
      body: { manifest, passphrase },
    });
    const part = `/api/v1/imports/${body.id}/parts?name=${partName(1, "brands")}`;
    if (sent) await this.company.call("PUT", part, { token, body: "\n" });
    return { id: body.id, token };
  }

  /** A file that the owner has sent. */
  file = async (purpose: string) => (await this.#make(`/files?purpose=${purpose}`, samplePdf)).id;
  /** Another user. */
  colleague = async () => (await this.#surroundings.colleague()).id;
  /** A user whose identity document waits for its review. */
  async submittedIdentity(): Promise<string> {
    const { id, token } = await this.#surroundings.colleague();
    const send = <T>(path: string, body: unknown) => this.company.call<T>("POST", `/api/v1${path}`, { token, body });
    const file = await send<{ id: string }>("/files?purpose=identity", samplePdf);
    await send("/auth/me/identity", { fileId: file.body.id });
    return id;
  }

  /** A webhook's receipt. */
  async receipt(body: unknown = {}): Promise<string> {
    await this.connection();
    const answer = await this.company.call<{ id: string }>("POST", "/webhooks/xendit", {
      slug: this.company.slug,
      body,
      headers: { "x-callback-token": callbackToken },
    });
    return answer.body.id;
  }

  /** Waits for, or does, the work behind a webhook. */
  worked = (receiptId: string) => this.#surroundings.worked(receiptId);

  /** A provider as somebody describes it, with its own secret. */
  newWebhookEndpoint = () => ({
    key: this.unique("b").toLowerCase(),
    name: "Bank Contoh",
    signature: { scheme: "token", header: "X-Token" },
    secret: endpointSecret,
    action: "payment",
    mapping: { invoiceNumber: { path: "bill" }, amount: { path: "amount" }, reference: { path: "reference" } },
  });
  webhookEndpoint = async () => (await this.#make("/webhook-endpoints", this.newWebhookEndpoint())).id;

  /** A payment that Xendit reports, and that is for nothing of ours. */
  async unmatchedPayment(): Promise<string> {
    const key = `xnd_development_${this.company.slug}`;
    const ask = async <T>(path: string, body: unknown): Promise<T> => {
      const headers = { "content-type": "application/json", authorization: `Basic ${btoa(`${key}:`)}` };
      const request = { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch(`${this.#surroundings.sandboxUrl}/xendit${path}`, request)).json() as T;
    };
    // Nobody listens there: the callback is handed over here.
    await ask("/_accounts", { apiKey: key, callbackToken, callbackUrl: "http://127.0.0.1:1/" });
    const invoice = await ask<{ id: string }>("/v2/invoices", { external_id: this.unique("other"), amount: 150_000 });
    const { callback } = await ask<{ callback: { body: unknown } }>("/_pay", { invoiceId: invoice.id });
    await this.#surroundings.worked(await this.receipt(callback.body));
    const open = await this.company.as<{ data: { id: string }[] }>("GET", "/payments?alert=open&limit=1");
    return open.body.data[0]?.id ?? "";
  }

  /** A run to be started, for a brand with one subscription. */
  async newRun(): Promise<{ period: string; brandId: string }> {
    const brandId = await this.brand();
    await this.subscription(brandId);
    return { period: this.#surroundings.period, brandId };
  }

  /** A run, prepared. */
  async run(): Promise<string> {
    const { id } = await this.#make("/billing-runs", await this.newRun());
    await this.#surroundings.prepared(id);
    return id;
  }
  cancelRun = (id: string) => this.company.as("POST", `/billing-runs/${id}/cancellation`);

  /** Tokens of a new session of the owner. */
  async session(): Promise<{ access_token: string; refresh_token: string }> {
    const { slug, ownerPassword } = this.company;
    const answer = await this.company.call<{ access_token: string; refresh_token: string }>(
      "POST",
      "/api/v1/auth/login",
      {
        slug,
        body: { identifier: "pemilik", password: ownerPassword },
        // From elsewhere, for sign-ins are limited by address.
        headers: { "cf-connecting-ip": this.unique("address") },
      },
    );
    return answer.body;
  }

  /** Headers of a caller from an address that nobody else has, for what is limited by address. */
  fromElsewhere = () => ({ "cf-connecting-ip": this.unique("address") });

  /** The token of a new invitation's link. */
  invitation = async () =>
    (await this.#make<{ id: string; link: string }>("/invitations", { role: "cs" })).link.split("/join/")[1] ?? "";

  invitationId = async () => (await this.#make("/invitations", { role: "cs" })).id;

  /** What somebody says who accepts an invitation. */
  newcomer() {
    const username = this.unique("kenanga").toLowerCase();
    return { name: "Kenanga Contoh", username, email: `${username}@example.com`, password: memberPassword };
  }

  /** A new member, signed in. */
  async member(): Promise<{ id: string; token: string; email: string; password: string }> {
    const { email, ...rest } = this.newcomer();
    const path = `/api/v1/public/invitations/${await this.invitation()}/acceptance`;
    const headers = this.fromElsewhere();
    const { body } = await this.company.call<{ access_token: string }>("POST", path, {
      body: { ...rest, email },
      headers,
    });
    const token = body.access_token;
    return { id: decodeJwt(token).sub ?? "", token, email, password: memberPassword };
  }

  /** A session of a member's. */
  async memberSession(): Promise<{ id: string; sessionId: string; token: string }> {
    const { id, token } = await this.member();
    return { id, token, sessionId: String(decodeJwt(token)["sid"]) };
  }

  /** A member with an app that waits to be confirmed by `totp`. */
  async memberWithApp() {
    const member = await this.member();
    const { token, password } = member;
    const { body } = await this.company.call<{ secret: string }>("POST", "/api/v1/auth/me/totp", {
      token,
      body: { password },
      headers: this.fromElsewhere(),
    });
    const timestamp = (decodeJwt(token).iat ?? 0) * 1000;
    return { ...member, totp: new TOTP({ secret: Secret.fromBase32(body.secret) }).generate({ timestamp }) };
  }

  /** A member who is asked for a code at sign-in, with one that is good in its place. */
  async memberWithTotp() {
    const { totp, ...member } = await this.memberWithApp();
    const { body } = await this.company.call<{ recoveryCodes: string[] }>("POST", "/api/v1/auth/me/totp/confirmation", {
      token: member.token,
      body: { totp },
      headers: this.fromElsewhere(),
    });
    return { ...member, recoveryCode: body.recoveryCodes[0] };
  }

  /** The token of the mail that sets a member's password anew. */
  async passwordReset(): Promise<string> {
    const { email } = await this.member();
    const { slug } = this.company;
    const headers = this.fromElsewhere();
    await this.company.call("POST", "/api/v1/auth/forgotten-password", { slug, body: { email }, headers });
    const text = await this.#surroundings.mailed(email);
    return /reset-password\?token=(\S+)/.exec(text)?.[1] ?? "";
  }

  customRole = async () =>
    (await this.#make("/roles", { name: this.unique("Peran"), base: "staff", permissions: ["profile:read"] })).id;

  /** The token of the mail that confirms the owner's address. */
  async confirmation(): Promise<string> {
    const me = await this.company.as<{ user: { email: string } }>("GET", "/auth/me");
    const { tid, slug, shard, sub, iat = 0 } = decodeJwt<TokenClaims>(this.company.token);
    const claims = { tid, slug, shard, sub, jti: me.body.user.email };
    return signToken(this.#surroundings.tokenSecret, "confirm-email", claims, iat * 1000);
  }
}
