import { Hono } from "hono";
import { etag } from "hono/etag";
import { html } from "hono/html";

import { mailPolicy } from "../message-view.ts";
import { renderPage } from "../page.ts";
import type { AppEnv } from "../provider.ts";
import type { Sandbox } from "../sandbox.ts";
import { isTab, received, tabs } from "./received.ts";
import { messagesOf, searchForm, tabLinks } from "./views.ts";

/** The page asks for its own messages again, and hands answers to the doubles. */
const policy = { ...mailPolicy, "connect-src": "'self'" };

/** `/inbox`: every message as its receiver would see it. `?tab=` names the kind, `?to=` a part of the receiver. */
export function inboxRoutes(sandbox: Sandbox): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  const readQuery = (query: Record<string, string>) => ({
    tab: isTab(query.tab) ? query.tab : ("mail" as const),
    search: (query.to ?? "").slice(0, 200),
  });
  const live = (query: Record<string, string>) => {
    const { tab, search } = readQuery(query);
    const messages = received(sandbox, search);
    return html`${tabLinks(messages, tab, search)} ${messagesOf(messages, tab, search)}`;
  };

  app.get("/", (c) => {
    const { tab, search } = readQuery(c.req.query());
    const content = html`<main>
      <header>
        <h1>Pesan <small lang="en">Messages</small></h1>
        ${searchForm(tab, search)}
      </header>
      <div id="live">${live(c.req.query())}</div>
      <p class="note"><a href="/" lang="en">Sandbox</a></p>
    </main>`;
    const title = `${tabs[tab].id} · Pesan`;
    return renderPage(c, { lang: "id", layout: "inbox", title, assets: ["inbox.css", "inbox.js"], policy, content });
  });

  // What the page's script asks for every few seconds; unchanged, it is 304.
  app.get("/_live", etag(), (c) => c.html(live(c.req.query())));
  return app;
}
