/** The routes of API keys and of the activity log's chain, typed by hand until `schema.d.ts` is generated with them. */
import type { Client } from "openapi-fetch";
import { api } from "./client.ts";

export type KeyPermission = "api-keys:read" | "api-keys:write";

export type ApiKey = {
  id: string;
  name: string;
  /** The key's last characters. */
  hint: string;
  state: "active" | "expired" | "revoked";
  permissions: string[];
  allowedAddresses: string[];
  createdBy: { id: string; name: string };
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** To within ten minutes. */
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
};
/** As it is made: with the key itself, this once. */
export type ApiKeyWithSecret = ApiKey & { key: string };
export type NewApiKey = {
  name: string;
  permissions: string[];
  expiresAt: string | null;
  allowedAddresses: string[];
};
export type ActivityChain = { head: { position: number; hash: string; at: string } | null; unsealed: number };

type Json<Body> = { content: { "application/json": Body } };
type Answers<Status extends number, Body> = { responses: { [status in Status]: Json<Body> } };
type One = { parameters: { path: { id: string } } };
type Paths = {
  "/api/v1/api-keys": {
    get: { parameters: { query?: { cursor?: string; limit?: number } } } & Answers<
      200,
      { data: ApiKey[]; nextCursor: string | null }
    >;
    post: { requestBody: Json<NewApiKey> } & Answers<201, ApiKeyWithSecret>;
  };
  "/api/v1/api-keys/{id}": {
    patch: One & { requestBody: Json<{ name: string }> } & Answers<200, ApiKey>;
    delete: One & { responses: { 204: { content?: never } } };
  };
  "/api/v1/activity-logs/export": {
    get: { parameters: { query?: Record<string, string> } } & { responses: { 200: { content: { "text/csv": Blob } } } };
  };
  "/api/v1/activity-logs/chain": { get: Answers<200, ActivityChain> };
};

export const keysApi = api as unknown as Client<Paths>;
