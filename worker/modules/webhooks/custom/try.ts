/** What would become of a call. Changes nothing. */
import { holds } from "../../../core/access.ts";
import type { Context } from "../../../core/context.ts";
import { invoiceNumbered } from "../../billing/index.ts";
import { actionFields } from "./fields.ts";
import type { TryInput } from "./inputs.ts";
import { expectedSignature, verifySignature } from "./signature.ts";
import { meaningOf, type Meaning } from "./work.ts";

export async function tryEndpoint(ctx: Context, input: TryInput) {
  const { action, mapping, body } = input;
  const headers = new Headers(input.headers);
  const call = { contentType: headers.get("content-type") ?? undefined, body };
  const meaning = meaningOf({ action, mapping }, call, ctx.tenant.timeZone);
  const problemOf = (name: string) => meaning.problems.find(({ field }) => field === name)?.message[ctx.locale] ?? null;
  return {
    signature: await trySignature(input, headers),
    fields: Object.entries(actionFields[action]).map(([field, { required }]) => ({
      field,
      required,
      value: meaning.values[field] ?? null,
      error: problemOf(field),
    })),
    does: meaning.does,
    problem: problemOf("body"),
    invoice: await lookUp(ctx, meaning),
  };
}

async function trySignature({ signature, secret = "", body }: TryInput, headers: Headers) {
  if (!signature || signature.scheme === "none") return null;
  const given = headers.get(signature.header);
  // A token is the secret itself, which no answer repeats.
  const shows = signature.scheme === "hmac" && secret !== "";
  return {
    header: signature.header,
    expected: shows ? ((await expectedSignature(signature, secret, body)) ?? null) : null,
    valid: secret === "" || given === null ? null : await verifySignature(signature, { secret, headers, body }),
  };
}

async function lookUp(ctx: Context, meaning: Meaning): Promise<"found" | "unknown" | null> {
  if (meaning.does !== "payment" || !holds(ctx.actor, "invoices:read")) return null;
  const [[invoice]] = await ctx.store.read(invoiceNumbered(ctx, meaning.payment.invoiceNumber));
  return invoice ? "found" : "unknown";
}
