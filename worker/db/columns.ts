/** The columns that every tenant table spells the same way. */
import { count, instant, text } from "#dialect";

/** First column of every key and index of a tenant's table. */
export const tenantId = () => text("tenant_id").notNull();
/** A prefixed, sortable, opaque id made in the Worker: `cus_…`. */
export const id = (name = "id") => text(name).notNull();
/** Rises with each change; the audit row of the change carries it (see `modules/audit`). */
export const version = () => count("version").notNull().default(1);
export const createdAt = () => instant("created_at").notNull();
