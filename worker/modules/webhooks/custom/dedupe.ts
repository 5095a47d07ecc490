/** Which calls are one call delivered more than once. */
import type { Context } from "../../../core/context.ts";
import { sha256 } from "../../../core/crypto.ts";
import type { InboundCall } from "../receipts.ts";
import { readBody } from "./body.ts";
import type { Endpoint } from "./endpoints.ts";
import { actionFields } from "./fields.ts";
import { mapFields } from "./mapping.ts";

/** The same bytes within one clock hour are one call sent again: providers repeat within minutes, alarms recur later. */
const sameBodyMs = 3_600_000;

/** What is the same for every delivery of one call: the provider's own id of it where that is mapped, else its body. */
export async function dedupeKeyOf(ctx: Context, endpoint: Endpoint, call: InboundCall): Promise<string> {
  const id = callIdOf(ctx, endpoint, call);
  if (id !== undefined) return callIdKey(id);
  return `body:${Math.floor(ctx.now() / sameBodyMs)}:${await sha256(call.body)}`;
}

/** How a receipt is found by the provider's own id of its call. */
export const callIdKey = (id: string): string => `id:${id}`;

function callIdOf(ctx: Context, { action, mapping }: Endpoint, { headers, body }: InboundCall): string | undefined {
  const { id } = actionFields[action];
  if (!id || !Object.hasOwn(mapping, "id")) return undefined;
  const read = readBody(headers.get("content-type") ?? undefined, body);
  const value = read && mapFields(read.document, mapping, { id }, ctx.tenant.timeZone).values["id"];
  return value === undefined ? undefined : String(value);
}
