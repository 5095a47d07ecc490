import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";
import { saveAnswer } from "#lib/save-file.ts";
import type { TableFormat } from "#lib/table-files.ts";

export type CustomerImport = Schemas["CustomerImport"];
export type ImportMapping = Schemas["CustomerImportMapping"];
export type ImportField = keyof ImportMapping;
export type Rejection = Schemas["CustomerImportRejection"];
export type PreviewRow = Schemas["CustomerImportPreview"]["data"][number];

export const importStateWords: Record<CustomerImport["state"], () => string> = {
  receiving: m.customer_imports_state_receiving,
  ready: m.customer_imports_state_ready,
  running: m.customer_imports_state_running,
  done: m.customer_imports_state_done,
  cancelled: m.customer_imports_state_cancelled,
  failed: m.customer_imports_state_failed,
};

export const importStateTones: Record<CustomerImport["state"], Tone> = {
  receiving: "info",
  ready: "warn",
  running: "info",
  done: "good",
  cancelled: "neutral",
  failed: "bad",
};

/** What a column of the file can hold, in the order of the form. */
export const importFieldWords: Record<ImportField, () => string> = {
  name: m.field_name,
  ktp: m.customer_imports_field_ktp,
  email: m.field_email,
  phone: m.field_phone,
  plan: m.customer_imports_field_plan,
  address: m.field_address,
  installedOn: m.customer_imports_field_installed_on,
  brand: m.customer_imports_field_brand,
  number: m.customer_imports_field_number,
  status: m.common_status,
  addressLine2: m.customer_imports_field_address_line_2,
  block: m.customer_imports_field_block,
  unit: m.customer_imports_field_unit,
  latitude: m.customer_imports_field_latitude,
  longitude: m.customer_imports_field_longitude,
  note: m.customer_imports_field_note,
  price: m.customer_imports_field_price,
};

export const outcomeWords: Record<PreviewRow["outcome"], () => string> = {
  created: m.customer_imports_outcome_created,
  updated: m.customer_imports_outcome_updated,
  unchanged: m.customer_imports_outcome_unchanged,
  rejected: m.customer_imports_outcome_rejected,
};
export const outcomeTones: Record<PreviewRow["outcome"], Tone> = {
  created: "good",
  updated: "info",
  unchanged: "neutral",
  rejected: "bad",
};

/** Is the server at work on it? */
export const isMoving = ({ state }: Pick<CustomerImport, "state">): boolean => state === "running";

/** The live room tells of each step; asking now and then serves where the room can't be reached. */
const askEveryMs = 3_000;

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["customer-imports", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customer-imports/{id}", { signal, params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? askEveryMs : false),
  });

/** Rows in a second since the start, and the seconds that the rest will take at that pace; undefined too early to say. */
export function paceOf({ done, rows, startedAt }: CustomerImport, now: number) {
  const seconds = startedAt === null ? 0 : (now - new Date(startedAt).getTime()) / 1000;
  if (done === 0 || seconds < 1) return undefined;
  const perSecond = done / seconds;
  return { perSecond: Math.round(perSecond), remainingSeconds: Math.ceil((rows - done) / perSecond) };
}

/** Saves the customers that these filters show. */
export async function exportCustomers(format: TableFormat, filters: Record<string, string>): Promise<void> {
  const query = { ...listQuery(filters), format };
  saveAnswer(await api.GET("/api/v1/customers/export", { params: { query }, parseAs: "blob" }));
}

export async function saveTemplate(): Promise<void> {
  saveAnswer(
    await api.GET("/api/v1/customer-imports/template", { params: { query: { format: "csv" } }, parseAs: "blob" }),
  );
}

export async function saveRejected(id: string, format: TableFormat): Promise<void> {
  saveAnswer(
    await api.GET("/api/v1/customer-imports/{id}/rejected", {
      params: { path: { id }, query: { format } },
      parseAs: "blob",
    }),
  );
}
