import type { Delivery } from "../../frame/callbacks.ts";
import { digits } from "../../frame/ids.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import { envelope, metaJson, signature, webhookPolicy } from "./wire.ts";

/** The app that a number belongs to: where its webhooks go, and what signs them. */
export interface App {
  phoneNumberId: string;
  appSecret: string;
  callbackUrl: string;
}

const handshakeTimeoutMs = 10_000;

/** The registered apps, by phone number id. */
export class Apps {
  readonly #kit: SandboxKit;
  readonly #apps = new Map<string, App>();

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  /** The last registered first, so that a company's newest number answers for it. */
  list(): App[] {
    return [...this.#apps.values()].reverse();
  }

  find(phoneNumberId: string): App | undefined {
    return this.#apps.get(phoneNumberId);
  }

  register(app: App): void {
    this.#apps.delete(app.phoneNumberId);
    this.#apps.set(app.phoneNumberId, app);
  }

  /** Asks the address to prove itself (facts, section 3). Undefined when it did; else what went wrong. */
  async handshake(callbackUrl: string, verifyToken: string): Promise<string | undefined> {
    const challenge = `1${digits(this.#kit.random, 9)}`;
    const url = new URL(callbackUrl);
    url.searchParams.set("hub.mode", "subscribe");
    url.searchParams.set("hub.verify_token", verifyToken);
    url.searchParams.set("hub.challenge", challenge);
    try {
      const signal = AbortSignal.timeout(handshakeTimeoutMs);
      const response = await fetch(url, { redirect: "manual", signal });
      const body = await response.text();
      if (response.status === 200 && body === challenge) return undefined;
      return `The handshake was answered ${response.status} with another body than the challenge.`;
    } catch {
      return "The handshake got no answer.";
    }
  }

  /** Sends one webhook, signed; undefined where the number has no app. */
  send(phoneNumberId: string, event: string, content: Record<string, unknown>): Delivery | undefined {
    const callback = this.callback(phoneNumberId, event, content);
    return callback && this.#kit.callbacks.send(callback);
  }

  callback(phoneNumberId: string, event: string, content: Record<string, unknown>) {
    const app = this.#apps.get(phoneNumberId);
    if (!app) return undefined;
    const body = envelope(phoneNumberId, content);
    const text = metaJson(body);
    const headers = { "x-hub-signature-256": signature(app.appSecret, text) };
    return { provider: "whatsapp-cloud", event, url: app.callbackUrl, headers, body, text, policy: webhookPolicy };
  }
}
