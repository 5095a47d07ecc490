/** Whether a tenant is served. */
import { Refusal } from "../../core/errors.ts";
import type { Row } from "../../db/store.ts";
import type { tenants } from "./schema.ts";

type TenantRow = Row<typeof tenants>;

/** Whether a tenant's time is up: it is answered as if it had never been, and nothing works for it any more. */
export const isGone = ({ state, deleteAt }: TenantRow, nowMs: number): boolean =>
  state === "deleting" && deleteAt !== null && deleteAt <= nowMs;

const importing = {
  id: "Data perusahaan ini sedang diimpor.",
  en: "The data of this company is being imported.",
};

/** @throws Refusal when the tenant is suspended (403) or under maintenance (503 with Retry-After) */
export function requireOpen(tenant: TenantRow, nowMs: number): void {
  if (tenant.state === "suspended") throw new Refusal("tenant_suspended");
  if (tenant.state === "deleting") throw new Refusal("tenant_deleting");
  if (tenant.state === "importing") throw new Refusal("maintenance", { retryAfterSeconds: 30, detail: importing });
  if (!tenant.maintenance) return;
  const { message, until } = tenant.maintenance;
  const retryAfterSeconds = until ? Math.max(1, Math.ceil((Date.parse(until) - nowMs) / 1000)) : 300;
  throw new Refusal("maintenance", { retryAfterSeconds, ...(message && { detail: { id: message, en: message } }) });
}
