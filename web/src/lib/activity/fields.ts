import { businessDate, date, dateTime, fileSize, money, number, percent } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { permissionLabel } from "#lib/permissions.ts";
import { showPhone } from "#lib/phone.ts";
import type { Kind } from "#lib/session.svelte.ts";

/** Names for ids that a change may mention; undefined when they are not known (yet). */
export type Names = (id: string) => string | undefined;
type Field = { label: () => string; show?: (value: never, names: Names) => string };

const text = (value: string | number): string => String(value);
const named = (id: string, names: Names): string => names(id) ?? id;
const mbps = (value: number): string => `${number(value)} Mbps`;

/** The columns whose change is told, with how their value reads. A state is told by the verb, so it is not among them. */
export const activityFields: Record<string, Field | undefined> = {
  name: { label: m.field_name },
  email: { label: m.field_email },
  phone: { label: m.field_phone, show: showPhone },
  address: { label: m.field_address },
  addressLine2: { label: m.field_address_line_2 },
  block: { label: m.field_block },
  unit: { label: m.field_unit },
  latitude: { label: m.field_latitude },
  longitude: { label: m.field_longitude },
  ktpHint: { label: m.field_ktp, show: (end: string) => `************${end}` },
  installedOn: { label: m.field_installed_on, show: businessDate },
  status: {
    label: m.common_status,
    show: (status: string) => (status === "active" ? m.customers_status_active() : m.customers_status_inactive()),
  },
  note: { label: m.field_note },
  description: { label: m.field_description },
  brandId: { label: m.field_brand, show: named },
  planId: { label: m.field_plan, show: named },
  price: { label: m.field_price, show: money },
  discount: { label: m.field_discount, show: money },
  downloadMbps: { label: m.field_download, show: mbps },
  uploadMbps: { label: m.field_upload, show: mbps },
  archivedAt: { label: m.field_archived, show: date },
  anchorDay: { label: m.field_anchor_day },
  startsOn: { label: m.field_starts_on, show: businessDate },
  endsOn: { label: m.field_ends_on, show: businessDate },
  billFrom: { label: m.field_bill_from, show: businessDate },
  dueOn: { label: m.field_due_on, show: businessDate },
  total: { label: m.field_total, show: money },
  paid: { label: m.field_paid, show: money },
  credited: { label: m.field_credited, show: money },
  useCreditAutomatically: { label: m.settings_use_credit },
  code: { label: m.brands_code },
  taxRateBasisPoints: { label: m.brands_tax, show: (basisPoints: number) => percent(basisPoints / 10_000) },
  taxInclusive: { label: m.activity_field_tax_inclusive },
  kinds: { label: m.activity_field_kinds, show: (kind: Kind) => kindWords[kind]() },
  timeZone: { label: m.signup_zone },
  dueDays: { label: m.settings_due_days },
  invoiceNumberFormat: { label: m.settings_invoice_format },
  passwordMinLength: { label: m.settings_password_length },
  fileLimitBytes: { label: m.activity_field_file_limit, show: fileSize },
  deleteAt: { label: m.activity_field_delete_at, show: dateTime },
  allowedAddresses: { label: m.keys_addresses },
  permissions: { label: m.keys_permissions, show: permissionLabel },
  expiresAt: { label: m.keys_expires, show: dateTime },
  allowedOrigins: { label: m.settings_origins },
  maintenance: { label: m.settings_maintenance_message },
  lastTest: { label: m.connections_last_test },
  allowUnsigned: { label: m.connections_unsigned },
  from: { label: m.activity_field_from },
  connectionState: {
    label: m.common_status,
    show: (state: string) => (state === "active" ? m.connections_active() : m.connections_disabled()),
  },
};
const kindWords: Record<Kind, () => string> = { isp: m.kind_isp, ppob: m.kind_ppob, pawn: m.kind_pawn };

/** A value of a column as the reader knows it; null, the empty text and the empty list are nothing. */
export function showField(field: Field, value: unknown, names: Names): string | null {
  if (Array.isArray(value)) return value.map((one) => showField(field, one, names)).join(", ") || null;
  if (typeof value === "boolean") return value ? m.common_yes() : m.common_no();
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "string" && typeof value !== "number") return null;
  return (field.show as ((value: string | number, names: Names) => string) | undefined)?.(value, names) ?? text(value);
}
