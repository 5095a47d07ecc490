import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";

import { controlRoutes } from "./frame/control.ts";
import { inboxRoutes } from "./frame/inbox/routes.ts";
import { indexContent } from "./frame/index-page.ts";
import { observe } from "./frame/observe.ts";
import { assetRoutes, renderPage } from "./frame/page.ts";
import type { AppEnv } from "./frame/provider.ts";
import type { Sandbox } from "./frame/sandbox.ts";

/** The largest body any provider takes: a Postmark batch, 50 MB (section 1 of its facts). */
const maxBodyBytes = 50 * 1024 * 1024;

/** The sandbox's HTTP app: index, controls, then each provider below its name. */
export function createApp(sandbox: Sandbox): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: (c) => c.json({ error: "The body is too large." }, 413) }));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/", (c) =>
    renderPage(c, { lang: "en", title: "Tepi sandbox", layout: "index", content: indexContent(sandbox) }),
  );
  app.route("/", assetRoutes());
  app.route("/inbox", inboxRoutes(sandbox));
  app.route("/", controlRoutes(sandbox));
  for (const provider of sandbox.providers) {
    app.route(`/${provider.name}`, provider.desk);
    app.use(`/${provider.name}/*`, observe(sandbox, provider));
    app.route(`/${provider.name}`, provider.api);
    app.all(`/${provider.name}/*`, () => provider.errorResponse(404));
  }
  app.notFound((c) => c.json({ error: "Not found. GET / lists what there is." }, 404));
  app.onError((error, c) => {
    console.error(error);
    return c.json({ error: "The sandbox itself failed; see its log." }, 500);
  });
  return app;
}
