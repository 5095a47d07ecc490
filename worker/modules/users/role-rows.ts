/** A tenant's own roles as rows. */
import { eq } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { refuseField, type Refusal } from "../../core/errors.ts";
import type { Row } from "../../db/store.ts";
import { roles } from "./schema.ts";

export type CustomRole = Row<typeof roles>;

/** The query for a custom role. */
export const roleQuery = ({ store }: Context, id: string) =>
  store.db
    .select()
    .from(roles)
    .where(store.own(roles, eq(roles.id, id)));

/** Refuses a custom role that is not there. */
export const unknownRole = (): Refusal => refuseField("customRoleId", "Peran tidak ditemukan.", "No such role.");
