/** Who sees the KTP numbers of a file: who sent it, and who may reveal them anyway. */
import { holds } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import type { ImportMapping } from "./fields.ts";
import type { CustomerImport } from "./imports.ts";

export const seesWhole = (ctx: Context, { requestedBy }: CustomerImport): boolean =>
  requestedBy === ctx.actor.id || holds(ctx.actor, "customers:reveal");

/** A record's cells, with its KTP number masked where it is not seen whole. */
export const maskKtp = (cells: readonly string[], { ktp }: ImportMapping, isWhole: boolean): string[] =>
  cells.map((cell, column) => (isWhole || column !== ktp || cell === "" ? cell : `************${cell.slice(-4)}`));
