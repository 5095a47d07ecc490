import { readFileSync } from "node:fs";

import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";

import type { AppEnv } from "./provider.ts";

/** Markup that is safe to insert: what `html` returns. */
export type Markup = ReturnType<typeof html>;

const assetTypes = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };
const assetNames = ["sandbox.css", "copy.js", "inbox.css", "inbox.js"] as const;
type AssetName = (typeof assetNames)[number];
const assets = new Map<string, string>(
  assetNames.map((name) => [name, readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8")]),
);

/** The pages' own stylesheets and scripts, so that the content security policy needs no inline exception. */
export function assetRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().get("/_assets/:name", (c) => {
    const name = c.req.param("name");
    const content = assets.get(name);
    if (content === undefined) return c.notFound();
    return c.body(content, 200, { "content-type": name.endsWith(".css") ? assetTypes.css : assetTypes.js });
  });
}

export interface PageOptions {
  lang: "id" | "en";
  title: string;
  content: Markup;
  /** Class of `<body>`: the page's layout. */
  layout: "index" | "checkout" | "mailbox" | "inbox";
  /** Stylesheets and scripts beside those of every page. */
  assets?: readonly AssetName[];
  /** Content security policy directives that replace or add to the strict defaults. */
  policy?: Record<string, string>;
  status?: 200 | 404;
}

const strictPolicy = {
  "default-src": "'none'",
  "style-src": "'self'",
  "script-src": "'self'",
  "img-src": "data:",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

/** Answers a complete HTML page with its security headers. */
export function renderPage(c: Context, options: PageOptions): Response | Promise<Response> {
  const policy = Object.entries({ ...strictPolicy, ...options.policy }).map((directive) => directive.join(" "));
  c.header("Content-Security-Policy", policy.join("; "));
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "no-referrer");
  c.header("Cache-Control", "no-store");
  return c.html(
    html`<!doctype html>
      <html lang="${options.lang}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${options.title}</title>
          <link rel="icon" href="data:," />
          ${["sandbox.css", "copy.js", ...(options.assets ?? [])].map(assetTag)}
        </head>
        <body class="${options.layout}">
          ${options.content}
        </body>
      </html>`,
    options.status ?? 200,
  );
}

function assetTag(name: string): Markup {
  const path = `/_assets/${name}`;
  return name.endsWith(".css")
    ? html`<link rel="stylesheet" href="${path}" />`
    : html`<script src="${path}" defer></script>`;
}
