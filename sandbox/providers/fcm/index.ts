import type { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import type { AppEnv, ProviderDouble, ReceivedMessage, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks, receiverRoutes } from "../../frame/receivers.ts";
import { fcmApi } from "./api.ts";
import { usualError } from "./errors.ts";
import { FcmState, type PushMessage } from "./state.ts";

const projectInput = z.object({ projectId: z.string().min(1), publicKeyPem: z.string().min(1).max(5000) });

/** A double of Firebase Cloud Messaging, HTTP v1, and of the token endpoint that opens it. */
export function createFcm(kit: SandboxKit): ProviderDouble {
  const state = new FcmState(kit);
  return {
    name: "fcm",
    title: "Firebase Cloud Messaging (push)",
    links: [...receiverLinks],
    api: fcmApi(kit, state),
    desk: fcmDesk(state),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () => shown(state.log.list()),
  };
}

/** Controls below `/fcm/_…`. */
function fcmDesk(state: FcmState): Hono<AppEnv> {
  const app = receiverRoutes(state);
  app.post("/_projects", async (c) => {
    const parsed = await controlInput(c, projectInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { projectId, publicKeyPem } = parsed.input;
    try {
      state.learnKey(projectId, publicKeyPem);
    } catch {
      return controlError(c, 400, "publicKeyPem is no public key.");
    }
    return c.json({ projectId }, 201);
  });
  app.delete("/_tokens", (c) => c.json({ revoked: state.revokeBearers(c.req.query("projectId")) }));
  return app;
}

/** A device shows one notification of each tag: the last. */
function shown(messages: readonly PushMessage[]): ReceivedMessage[] {
  const last = new Map(messages.map((message) => [`${message.to} ${message.tag ?? message.name}`, message]));
  return [...last.values()].map(({ to, projectId, title, text, data, at }) => ({
    channel: "push",
    to,
    from: projectId,
    title,
    text,
    ...(data.link && { buttons: [{ label: data.link, url: data.link }] }),
    at,
    state: "sent",
  }));
}
