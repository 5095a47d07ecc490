/** A company of the benchmark, called over HTTP. */
import type { Company } from "./cost/premises.ts";
import type { Answer, CallOptions } from "../test/support/tenant.ts";

let companies = 0;

export type RemoteCompany = Company;

/** Signs a company up at a running Worker. */
export async function signUp(url: string): Promise<RemoteCompany> {
  const slug = `bench-${++companies}`;
  const ownerPassword = "kuda-laut-biru";
  const owner = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password: ownerPassword };
  const answer = await call<{ tenant: { id: string }; access_token: string; refresh_token: string }>(
    url,
    "POST",
    "/api/v1/tenants",
    { body: { name: "Contoh Net", slug, kinds: ["isp", "ppob", "pawn"], owner } },
  );
  if (answer.status !== 201) throw new Error(`Sign-up answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { tenant, access_token: token, refresh_token: refreshToken } = answer.body;
  return {
    id: tenant.id,
    slug,
    token,
    refreshToken,
    ownerPassword,
    call: (method, path, options) => call(url, method, path, options),
    as: (method, path, body, headers) => call(url, method, `/api/v1${path}`, { token, body, headers }),
  };
}

async function call<T>(
  url: string,
  method: string,
  path: string,
  { token, body, headers, slug }: CallOptions = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${slug ? `/t/${slug}` : ""}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && {
      body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const isJson = /^application\/(\w+\+)?json(;|$)/.test(response.headers.get("content-type") ?? "");
  const parsed = (isJson ? JSON.parse(text) : text || undefined) as T;
  return { status: response.status, body: parsed, headers: response.headers };
}
