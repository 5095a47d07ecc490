/** Pages of the dashboard. Files that exist are served before the Worker runs; this answers what is left. */

/** Headers of the page shell; its scripts' policy is in the page itself. */
const pageHeaders = {
  "X-Frame-Options": "DENY",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cache-Control": "no-cache",
};

/** The shell for navigations; a real 404 for a missing file, so that no page is cached in the place of a script. */
export async function serveAssets(request: Request, assets: Fetcher): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/_app/") || /\.[a-z0-9]+$/i.test(pathname))
    return new Response("Not found", { status: 404, headers: { "Cache-Control": "no-store" } });
  const shell = await assets.fetch(new URL("/200", request.url));
  const page = new Response(shell.body, shell);
  for (const [name, value] of Object.entries(pageHeaders)) page.headers.set(name, value);
  return page;
}
