/** A webhook's address is its credential; only Discord's own are taken (execute webhook, API version 10). */

export interface WebhookAddress {
  id: string;
  token: string;
  /** Where calls go: version 10 below `baseUrl`. The unversioned address people copy means the retired version 6. */
  url: string;
  /** The thread of a forum that was named with it. */
  threadId: string | null;
}

const hosts = new Set(["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"]);
const path = /^\/api(?:\/v\d{1,2})?\/webhooks\/([\w-]{1,100})\/([\w-]{1,200})\/?$/;

/**
 * Reads an address of `https://discord.com/api[/vN]/webhooks/{id}/{token}`, or of the same below `baseUrl`; undefined for
 * anything else. What is kept and called is always `url`, below `baseUrl`.
 */
export function parseWebhookUrl(text: string, baseUrl: string): WebhookAddress | undefined {
  const url = text.length <= 500 ? URL.parse(text.trim()) : null;
  const base = URL.parse(baseUrl);
  if (!url || !base || url.username || url.password) return undefined;
  const basePath = base.pathname.replace(/\/+$/, "");
  const isBase = url.origin === base.origin && url.pathname.startsWith(`${basePath}/`);
  const isDiscord = url.protocol === "https:" && url.port === "" && hosts.has(url.hostname);
  if (!isBase && !isDiscord) return undefined;
  const found = path.exec(isBase ? url.pathname.slice(basePath.length) : url.pathname);
  if (!found) return undefined;
  const [, id = "", token = ""] = found;
  const thread = url.searchParams.get("thread_id") ?? "";
  return {
    id,
    token,
    url: `${base.origin}${basePath}/api/v10/webhooks/${id}/${token}`,
    threadId: /^\d{1,20}$/.test(thread) ? thread : null,
  };
}
