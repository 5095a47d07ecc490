/**
 * The guard for addresses that a tenant names (SMS gateways, webhooks): nothing inside may be reached through them.
 * A name that resolves to a private address is not seen here, since a Worker can't resolve before it fetches. What that
 * leaves open is closed by the platform: on Cloudflare, fetch does not reach private networks.
 */
import ipaddr from "ipaddr.js";

/** Why an address is not called. */
export type OutwardReason = "malformed" | "insecure" | "credentials" | "port" | "private";

export type OutwardCheck = { url: URL; reason?: undefined } | { url?: undefined; reason: OutwardReason };

export interface OutwardPolicy {
  /** Setting ALLOW_PRIVATE_HOSTS: lets http and private hosts through, for the sandbox alone. */
  allowPrivate: boolean;
}

/** What to say to whoever typed the address. */
export const outwardWords: Record<OutwardReason, { id: string; en: string }> = {
  malformed: { id: "Alamat ini tidak dapat dibaca.", en: "This address can't be read." },
  insecure: { id: "Alamat harus diawali https://.", en: "The address must begin with https://." },
  credentials: {
    id: "Alamat tidak boleh memuat nama pengguna atau kata sandi.",
    en: "The address must not hold a username or password.",
  },
  port: {
    id: "Port ini tidak boleh dipakai. Gunakan 443 atau di atas 1023.",
    en: "This port may not be used. Use 443 or one above 1023.",
  },
  private: {
    id: "Alamat ini berada di jaringan pribadi. Gunakan alamat yang terbuka di internet.",
    en: "This address is in a private network. Use one that is open to the internet.",
  },
};

const longestUrl = 2000;
const lowestOpenPort = 1024;
const innerNames = ["localhost", "local", "internal", "home.arpa"];

/** Whether an address may be called: https, without credentials, port 443 or above 1023, no inner or private host. */
export function checkOutwardUrl(text: string, { allowPrivate }: OutwardPolicy): OutwardCheck {
  const url = text.length <= longestUrl ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { reason: url ? "insecure" : "malformed" };
  if (url.username || url.password) return { reason: "credentials" };
  if (allowPrivate) return { url };
  if (url.protocol !== "https:") return { reason: "insecure" };
  if (url.port !== "" && Number(url.port) < lowestOpenPort) return { reason: "port" };
  return isOpenHost(url.hostname) ? { url } : { reason: "private" };
}

/** The address of a host that is an IP literal. The URL parser has already read every spelling of IPv4 (0x7f.1, 2130706433). */
export function literalOf(hostname: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const literal = hostname.replace(/^\[(.*)\]$/, "$1");
  return /^[\d.]+$|:/.test(literal) && ipaddr.isValid(literal) ? ipaddr.process(literal) : undefined;
}

function isOpenHost(hostname: string): boolean {
  const address = literalOf(hostname);
  if (address) return address.range() === "unicast" && isGlobal(address);
  const name = hostname.replace(/\.$/, "");
  if (!name.includes(".")) return false;
  return !innerNames.some((inner) => name === inner || name.endsWith(`.${inner}`));
}

/** IPv6 is given out below 2000::/3 alone (RFC 4291, 2.4); ::127.0.0.1 is outside. */
const isGlobal = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === "ipv4" || address.match(ipaddr.parseCIDR("2000::/3"));

export type OutwardAnswer =
  | {
      outcome: "answered";
      status: number;
      headers: Headers;
      text: string;
      /** The answer went on after `limitBytes`. */
      isCut: boolean;
    }
  /** Nothing was sent: the address may not be called, or the request can't be made of what it holds. */
  | { outcome: "not-sent"; reason: OutwardReason | "request" }
  /** Redirects are not followed, since they could lead inside. */
  | { outcome: "redirected"; status: number }
  /** No answer in time, or a broken connection: the call may have been taken. */
  | { outcome: "silent" };

/** Calls an address that a tenant named, follows no redirect and reads `limitBytes` of the answer. Never throws. */
export async function outwardFetch(
  url: string,
  init: RequestInit,
  { allowPrivate, timeoutMs, limitBytes }: OutwardPolicy & { timeoutMs: number; limitBytes: number },
): Promise<OutwardAnswer> {
  const checked = checkOutwardUrl(url, { allowPrivate });
  if (checked.reason) return { outcome: "not-sent", reason: checked.reason };
  const request = requestOf(checked.url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  if (!request) return { outcome: "not-sent", reason: "request" };
  try {
    const response = await fetch(request);
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return { outcome: "redirected", status };
    }
    return { outcome: "answered", status, headers, ...(await readUpTo(response, limitBytes)) };
  } catch {
    return { outcome: "silent" };
  }
}

/** Undefined where a header can't be sent as it is. */
function requestOf(url: URL, init: RequestInit): Request | undefined {
  try {
    return new Request(url, init);
  } catch {
    return undefined;
  }
}

async function readUpTo(response: Response, limitBytes: number): Promise<{ text: string; isCut: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  let left = limitBytes;
  // Leaving the loop cancels the body.
  for await (const chunk of response.body ?? []) {
    const part: Uint8Array = chunk.subarray(0, left);
    text += decoder.decode(part, { stream: true });
    if (chunk.length > left) return { text, isCut: true };
    left -= part.length;
  }
  return { text: text + decoder.decode(), isCut: false };
}
