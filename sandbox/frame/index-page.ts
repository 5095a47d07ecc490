import { html } from "hono/html";

import type { Markup } from "./page.ts";
import type { Sandbox } from "./sandbox.ts";

/** Content of `GET /`: the providers, the controls, what is going on. */
export function indexContent(sandbox: Sandbox): Markup {
  const faults = sandbox.faults.list();
  return html`<main>
    <header>
      <h1>Tepi sandbox</h1>
      <p>Local doubles of the outside systems. No real money moves and no real message leaves from here.</p>
      <p><a class="primary" href="/inbox">Messages as their receivers see them</a></p>
      <p>Callbacks go to <a href="${sandbox.tepiUrl}">${sandbox.tepiUrl}</a>.</p>
    </header>
    <section aria-labelledby="providers">
      <h2 id="providers">Providers</h2>
      <ul class="cards">
        ${sandbox.providers.map((provider) => providerCard(sandbox, provider))}
      </ul>
    </section>
    <section aria-labelledby="controls">
      <h2 id="controls">Controls</h2>
      <dl class="controls">
        <dt>
          <a href="/_calls"><code>GET /_calls?provider=&amp;since=</code></a>
        </dt>
        <dd>What the doubles received, oldest first.</dd>
        <dt>
          <a href="/_faults"><code>GET /_faults</code></a
          >, <code>POST</code>, <code>DELETE</code>
        </dt>
        <dd>Make a provider slow, fail, fall silent, send twice or out of order. In force now: ${faults.length}.</dd>
      </dl>
      ${faults.length > 0 ? html`<pre>${JSON.stringify(faults, null, 2)}</pre>` : ""}
    </section>
  </main>`;
}

function providerCard(sandbox: Sandbox, { name, title, links }: Sandbox["providers"][number]): Markup {
  const counts = `${sandbox.calls.list({ provider: name }).length} calls, ${sandbox.callbacks.list(name).length} callbacks`;
  return html`<li class="card">
    <h3>${title}</h3>
    <p><code>/${name}</code> · ${counts}</p>
    <ul class="links">
      ${links.map(({ label, path }) => html`<li><a href="/${name}${path}">${label}</a></li>`)}
      <li><a href="/_calls?provider=${name}">Calls</a></li>
      <li><a href="/${name}/_callbacks">Callbacks</a></li>
    </ul>
  </li>`;
}
