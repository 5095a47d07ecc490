/** What tests of files do through the front door. */
import { expect } from "vitest";
import { env, type TestTenant } from "../../../test/support/tenant.ts";
import { objectKey } from "./service.ts";

export interface FileBody {
  id: string;
  contentType: string;
  sizeBytes: number;
  name: string;
  state: string;
  url: string;
  urlExpiresAt: string;
  code?: string;
  errors?: { field: string }[];
}

export const send = (
  tenant: TestTenant,
  body: unknown,
  query = "purpose=attachment",
  headers: Record<string, string> = {},
) => tenant.as<FileBody>("POST", `/files?${query}`, body, headers);
export const stored = async (tenant: TestTenant, body: unknown, query?: string) => {
  const answer = await send(tenant, body, query);
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return answer.body;
};
/** Where a link leads, as `tenant.fetch` takes it. */
export const pathOf = (url: string) => url.slice(new URL(url).origin.length);
export const open = (tenant: TestTenant, url: string, headers: Record<string, string> = {}) =>
  tenant.fetch("GET", pathOf(url), { headers });
export const objectOf = (tenant: TestTenant, id: string) => env.FILES.head(objectKey(tenant.id, id));
