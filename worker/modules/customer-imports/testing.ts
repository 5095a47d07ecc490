/** For tests of imports: a company that sells, and files sent to it. */
import { runJobs } from "../../../test/support/everything.ts";
import { TestTenant, withSettings, type Clock } from "../../../test/support/tenant.ts";
import type { z } from "zod";
import type { customerImportAnswer, customerImportRejection } from "./inputs.ts";

export type ImportBody = z.output<typeof customerImportAnswer>;
export type RejectionBody = z.output<typeof customerImportRejection>;

export const documentedHeader = "Nama,No KTP,Email,No Telepon,Layanan,Alamat,Tanggal Instalasi (YYYY-MM-DD),ID Brand";

/** A company with the plan and the brand of the documented example (artacom, "Import Pelanggan from CSV"). */
export async function seller({ clock }: { clock?: Clock } = {}): Promise<TestTenant> {
  const tenant = await TestTenant.signUp(clock ? { clock } : {});
  tenant.env = withSettings({ RATE_LIMIT_FACTOR: "1000" });
  await tenant.as("POST", "/plans", { name: "Internet 50Mbps", price: 250_000 });
  await tenant.as("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  return tenant;
}

/** Sends a file. */
export async function sent(tenant: TestTenant, csv: string): Promise<ImportBody> {
  const answer = await tenant.as<ImportBody>("POST", "/customer-imports", csv, { "content-type": "text/csv" });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** Sends a file, starts it, and works it off. */
export async function imported(tenant: TestTenant, csv: string, input: object = {}): Promise<ImportBody> {
  const { id } = await sent(tenant, csv);
  const started = await tenant.as("POST", `/customer-imports/${id}/start`, input);
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  await runJobs(tenant);
  return (await tenant.as<ImportBody>("GET", `/customer-imports/${id}`)).body;
}

/** What became of the rows. */
export const counts = ({ state, created, updated, unchanged, rejected }: ImportBody) => ({
  state,
  created,
  updated,
  unchanged,
  rejected,
});

/** Why rows were rejected: line, field and words. */
export async function rejections(tenant: TestTenant, id: string, locale = "id") {
  const answer = await tenant.as<{ data: RejectionBody[] }>("GET", `/customer-imports/${id}/rejections`, undefined, {
    "accept-language": locale,
  });
  return answer.body.data.map(({ line, reasons }) => [line, ...reasons.map(({ field, message }) => [field, message])]);
}

export interface CustomerBody {
  id: string;
  number: number;
  name: string;
  email: string | null;
  phone: string | null;
  address: string | null;
  ktp: string | null;
  installedOn: string | null;
  brandId: string;
  status: string;
}

/** The company's customers, oldest first. */
export const customersOf = async (tenant: TestTenant, query = "sort=createdAt&limit=100") =>
  (await tenant.as<{ data: CustomerBody[] }>("GET", `/customers?${query}`)).body.data;
