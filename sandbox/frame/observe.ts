import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";

import type { Fault } from "./faults.ts";
import type { AppEnv, ProviderDouble } from "./provider.ts";
import type { Sandbox } from "./sandbox.ts";

const heldMs = 3000;

/** Records each call to a double and plays the faults `slow`, `fail` and `silent`. */
export function observe(sandbox: Sandbox, provider: ProviderDouble): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const path = url.pathname + url.search;
    const call = sandbox.calls.open({
      provider: provider.name,
      method: c.req.method,
      path,
      headers: c.req.header(),
      bodyText: await c.req.text(),
    });
    const slow = sandbox.faults.take(provider.name, path, "slow");
    const silent = sandbox.faults.take(provider.name, path, "silent");
    const fail = silent ? undefined : sandbox.faults.take(provider.name, path, "fail");

    if (slow) await sandbox.pause(slow.delayMs ?? heldMs);
    if (takesEffect(silent, fail)) await next();
    if (silent) {
      await sandbox.pause(silent.delayMs ?? heldMs);
      return dropConnection(c);
    }
    if (fail) {
      c.res = undefined;
      c.res = failureResponse(provider, fail);
    }
    call.status = c.res.status;
  };
}

function takesEffect(silent: Fault | undefined, fail: Fault | undefined): boolean {
  if (silent) return silent.workDone ?? true;
  return fail ? (fail.workDone ?? false) : true;
}

function failureResponse(provider: ProviderDouble, fault: Fault): Response {
  const status = fault.status ?? 500;
  return fault.body === undefined ? provider.errorResponse(status) : Response.json(fault.body, { status });
}

function dropConnection(c: Context<AppEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
