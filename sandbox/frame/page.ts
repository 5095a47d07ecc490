import { readFileSync } from "node:fs";

import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";

import type { AppEnv } from "./provider.ts";

/** Markup that is safe to insert: what `html` returns. */
export type Markup = ReturnType<typeof html>;

const stylesheet = readFileSync(new URL("./assets/sandbox.css", import.meta.url), "utf8");
const copyScript = readFileSync(new URL("./assets/copy.js", import.meta.url), "utf8");

/** The pages' own stylesheet and script, so that the content security policy needs no inline exception. */
export function assetRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get("/_assets/sandbox.css", (c) => c.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8" }))
    .get("/_assets/copy.js", (c) => c.body(copyScript, 200, { "content-type": "text/javascript; charset=utf-8" }));
}

export interface PageOptions {
  lang: "id" | "en";
  title: string;
  content: Markup;
  /** Class of `<body>`: the page's layout. */
  layout: "index" | "checkout" | "mailbox";
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
          <link rel="stylesheet" href="/_assets/sandbox.css" />
          <script src="/_assets/copy.js" defer></script>
        </head>
        <body class="${options.layout}">
          ${options.content}
        </body>
      </html>`,
    options.status ?? 200,
  );
}
