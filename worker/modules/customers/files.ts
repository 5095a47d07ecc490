/** Files of a customer: photos, contracts, copies of an identity card. They go when the customer is deleted. */
import { Refusal } from "../../core/errors.ts";
import type { Context } from "../../core/context.ts";
import { changed } from "../audit/index.ts";
import { claimFile, fileById, filesOf, removeFile, showFile, type Owner } from "../files/index.ts";
import { commit } from "../outbox/index.ts";
import { customers } from "./schema.ts";
import { customerById } from "./service.ts";

const ownerOf = (id: string): Owner => ({ entity: "customer", id });

/** A customer's files, newest first. */
export async function listCustomerFiles(ctx: Context, id: string) {
  const [[customer], rows] = await ctx.store.read(customerById(ctx, id), filesOf(ctx, ownerOf(id)));
  if (!customer) throw new Refusal("not_found");
  return { data: await Promise.all(rows.map((row) => showFile(ctx, row))) };
}

/**
 * Gives a file that the caller has sent to a customer. It is a change of the customer, so that none is left behind when
 * somebody deletes the customer at the same time.
 */
export async function addCustomerFile(ctx: Context, id: string, fileId: string) {
  const [[customer], [file]] = await ctx.store.read(customerById(ctx, id), fileById(ctx, fileId));
  if (!customer) throw new Refusal("not_found");
  const claim = claimFile(ctx, file, "attachment", ownerOf(id));
  await commit(ctx, [...changed(ctx, customers, customer, {}, { action: "customer.file_added" }), ...claim.statements]);
  return showFile(ctx, claim.row);
}

/** Removes one file of a customer. */
export async function removeCustomerFile(ctx: Context, id: string, fileId: string): Promise<void> {
  const [[customer], [file]] = await ctx.store.read(customerById(ctx, id), fileById(ctx, fileId));
  if (!customer || file?.ownerEntity !== "customer" || file.ownerId !== id) throw new Refusal("not_found");
  await commit(ctx, [
    ...changed(ctx, customers, customer, {}, { action: "customer.file_removed" }),
    ...removeFile(ctx, ownerOf(id), fileId),
  ]);
}
