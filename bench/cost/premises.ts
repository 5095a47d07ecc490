/** What a typical call needs to be there first, made through the API of a company of any size. */
import { decodeJwt } from "jose";
import type { TestTenant } from "../../test/support/tenant.ts";
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
  /** Waits for, or does, the work behind a webhook. */
  worked(receiptId: string): Promise<unknown>;
}

interface Invoice {
  id: string;
  paymentUrl: string | null;
}

const item = { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 };
const callbackToken = "callback-of-the-benchmark";
let made = 0;

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
    (await this.#make("/customers", { name: "Wulan Contoh", phone: "081200001111", ktp: "3174000000000001", brandId }))
      .id;
  /** The subscription of a new customer to a new plan. */
  subscription = async (brandId?: string) =>
    (
      await this.#make("/subscriptions", {
        customerId: await this.customer(brandId),
        planId: await this.plan(),
        brandId,
      })
    ).id;
  /** A new customer's invoice. */
  invoice = async (draft = false): Promise<Invoice> =>
    this.#make<Invoice>("/invoices", { customerId: await this.customer(), items: [item], draft });
  /** The token of a new invoice's payment page. */
  paymentToken = async () => (await this.invoice()).paymentUrl?.split("/pay/")[1] ?? "";
  payment = async () =>
    (await this.#make(`/invoices/${(await this.invoice()).id}/payments`, { amount: 150_000, method: "cash" })).id;

  /** The company's Xendit account, connected once. */
  connection = () =>
    (this.#connection ??= this.#make("/connections", {
      provider: "xendit",
      secrets: { apiKey: `xnd_development_${this.company.slug}`, callbackToken },
    }).then(({ id }) => id));

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

  /** The token of the mail that confirms the owner's address. */
  async confirmation(): Promise<string> {
    const me = await this.company.as<{ user: { email: string } }>("GET", "/auth/me");
    const { tid, slug, shard, sub, iat = 0 } = decodeJwt<TokenClaims>(this.company.token);
    const claims = { tid, slug, shard, sub, jti: me.body.user.email };
    return signToken(this.#surroundings.tokenSecret, "confirm-email", claims, iat * 1000);
  }
}
