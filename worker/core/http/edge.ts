/** What happens to every request before and after its route. */

/** Headers of every answer. Pages carry their own policy for scripts; the API serves none. */
export const securityHeaders: Record<string, string> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  // Where nothing else is said: answers show persons, and now and then a key.
  "Cache-Control": "no-store",
};

/** `/t/{slug}/rest` is `/rest` for that tenant. The slug travels on in a header that callers can't set themselves. */
export function splitTenantPath(request: Request): Request {
  const url = new URL(request.url);
  const match = /^\/t\/([^/]+)(\/.*)?$/.exec(url.pathname);
  if (!match && !request.headers.has("x-tepi-path-tenant")) return request;
  const headers = new Headers(request.headers);
  headers.delete("x-tepi-path-tenant");
  if (match) {
    headers.set("x-tepi-path-tenant", (match[1] as string).toLowerCase());
    url.pathname = match[2] ?? "/";
  }
  return new Request(new Request(url, request), { headers });
}

/** The caller's address: Cloudflare's header alone; without it (plain local use) one name for all. */
export const sourceAddress = (request: Request): string => request.headers.get("cf-connecting-ip") ?? "local";

/**
 * Answers a preflight. It says nothing of the tenant's origins, since a preflight carries no token: the answer itself
 * bears `Access-Control-Allow-Origin` for the tenant's own origins only, and no cookie opens anything.
 */
export function preflight(request: Request): Response {
  const origin = request.headers.get("origin");
  if (!origin) return new Response(null, { status: 204, headers: { Allow: "GET, POST, PUT, PATCH, DELETE" } });
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers":
        "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-Tenant, Accept-Language",
      "Access-Control-Max-Age": "600",
      Vary: "Origin",
    },
  });
}
