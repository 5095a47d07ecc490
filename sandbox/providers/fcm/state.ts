import { createPublicKey, type KeyObject } from "node:crypto";

import { hexId } from "../../frame/ids.ts";
import { Violations } from "../../frame/limits.ts";
import { MessageLog } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";

export interface PushMessage {
  name: string;
  projectId: string;
  /** The device. */
  to: string;
  title: string | null;
  text: string;
  data: Record<string, string>;
  /** Another message with the same tag takes this one's place on the device, whichever platform it has. */
  tag: string | null;
  /** ISO 8601. */
  at: string;
}

interface Bearer {
  projectId: string;
  endsAtMs: number;
}

export const bearerSeconds = 3599;

/** Projects, access tokens and what the devices got. */
export class FcmState {
  /** The same `data.deliveryId` for the same device again is a duplicate, unless it takes the first one's place there. */
  readonly log = new MessageLog<PushMessage>({
    identity: ({ data, to, tag }) => (data.deliveryId && tag === null ? `${data.deliveryId} ${to}` : undefined),
  });
  /** Rules of FCM that were broken, each with how. */
  readonly violations = new Violations();
  readonly #kit: SandboxKit;
  readonly #keys = new Map<string, KeyObject>();
  readonly #bearers = new Map<string, Bearer>();

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  /** @throws where the text is no public key */
  learnKey(projectId: string, publicKeyPem: string): void {
    this.#keys.set(projectId, createPublicKey(publicKeyPem));
  }

  keyOf(projectId: string): KeyObject | undefined {
    return this.#keys.get(projectId);
  }

  issueBearer(projectId: string): string {
    const token = `ya29.${hexId(this.#kit.random, 40)}`;
    this.#bearers.set(token, { projectId, endsAtMs: this.#kit.now() + bearerSeconds * 1000 });
    return token;
  }

  /** The project that an access token opens; undefined where it is unknown, has ended or was revoked. */
  projectOf(token: string): string | undefined {
    const bearer = this.#bearers.get(token);
    return bearer && bearer.endsAtMs > this.#kit.now() ? bearer.projectId : undefined;
  }

  /** Ends the access tokens of one project, or all, as a key's deletion does. */
  revokeBearers(projectId?: string): number {
    const ended = [...this.#bearers].filter(([, bearer]) => !projectId || bearer.projectId === projectId);
    for (const [token] of ended) this.#bearers.delete(token);
    return ended.length;
  }
}
