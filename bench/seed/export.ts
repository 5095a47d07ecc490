import { eq } from "drizzle-orm";
import { newId, systemRandom } from "../../worker/core/ids.ts";
import type { TenantStore } from "../../worker/db/store.ts";
import { exports } from "../../worker/modules/portability/schema.ts";

/** Adds an export that is done; copying a large company would take minutes. */
export async function addFinishedExport(store: TenantStore): Promise<string> {
  const now = Date.now();
  const id = newId("exp", now, systemRandom);
  await store.atomic([
    store.insert(exports, {
      id,
      state: "done",
      salt: "x",
      proof: "x",
      requestedBy: "x",
      createdAt: now,
      finishedAt: now,
      expiresAt: now + 86_400_000,
    }),
  ]);
  return id;
}

/** Stops what copies the company. */
export const stopExport = (store: TenantStore): Promise<unknown> =>
  store.atomic([store.update(exports, { state: "failed" }, eq(exports.state, "running"))]);
