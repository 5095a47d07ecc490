import { Hono } from "hono";
import type { AppEnv, ProviderDouble } from "../../frame/provider.ts";

/** Somebody's own server, for tasks that call an address: takes every call and answers 204. `/_calls` shows them. */
export function createReceiver(): ProviderDouble {
  const api = new Hono<AppEnv>();

  api.post("/moved", (c) => c.redirect("/receiver/elsewhere", 302));
  api.all("/*", (c) => c.body(null, 204));
  return {
    name: "receiver",
    title: "Receiver (calls of tasks)",
    links: [{ label: "Calls", path: "/_recorded" }],
    api,
    desk: new Hono<AppEnv>().get("/_recorded", (c) => c.redirect("/_calls?provider=receiver", 302)),
    errorResponse: (status) => Response.json({ error: "As told to." }, { status }),
  };
}
