import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { checkOutwardUrl, outwardFetch } from "./outward.ts";

const closed = { allowPrivate: false };
const reasonOf = (url: string) => checkOutwardUrl(url, closed).reason;

describe("an address that a tenant names", () => {
  it.each([
    "https://gw.example/api/send",
    "https://gw.example:443/",
    "https://gw.example:8443/",
    "https://gw.example:1024/",
    "https://GW.Example./",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    "https://localhost.example.com/",
    "https://internal.example.com/",
  ])("may be called: %s", (url) => expect(checkOutwardUrl(url, closed).url?.protocol).toBe("https:"));

  it.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://%31%32%37.0.0.1/",
    "https://１２７.0.0.1/",
    "https://0.0.0.0/",
    "https://0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://0xc0a80101/",
    "https://169.254.169.254/latest/meta-data",
    "https://2852039166/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://192.0.2.1/",
    "https://203.0.113.7/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[2001:db8::1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST:8443/",
    "https://app.localhost/",
    "https://printer.local/",
    "https://db.internal/",
    "https://router.home.arpa/",
    "https://intranet/",
    "https://com./",
  ])("is private: %s", (url) => expect(reasonOf(url)).toBe("private"));

  it("is https, without credentials, on an open port and readable", () => {
    expect(reasonOf("http://gw.example/")).toBe("insecure");
    for (const url of ["ftp://gw.example/", "javascript:alert(1)", "data:text/plain,x", "file:///etc/passwd"])
      expect([url, reasonOf(url)]).toEqual([url, "insecure"]);
    expect(reasonOf("https://user@gw.example/")).toBe("credentials");
    expect(reasonOf("https://:secret@gw.example/")).toBe("credentials");
    for (const port of [22, 25, 80, 444, 1023]) expect(reasonOf(`https://gw.example:${port}/`)).toBe("port");
    for (const text of [
      "",
      "gw.example",
      "https://",
      "https://[::1",
      "https://256.256.256.256/",
      "https://gw.example:99999/",
    ])
      expect([text, reasonOf(text)]).toEqual([text, "malformed"]);
    expect(reasonOf(`https://gw.example/${"a".repeat(2000)}`)).toBe("malformed");
  });

  it("may be private and plain where the sandbox stands in, and still holds no credentials", () => {
    const open = { allowPrivate: true };
    expect(checkOutwardUrl("http://localhost:8790/sms/generic", open).url?.port).toBe("8790");
    expect(checkOutwardUrl("http://127.0.0.1:80/", open).url?.hostname).toBe("127.0.0.1");
    expect(checkOutwardUrl("http://a:b@localhost/", open).reason).toBe("credentials");
    expect(checkOutwardUrl("ftp://localhost/", open).reason).toBe("insecure");
  });
});

describe("a call to it", () => {
  const options = { allowPrivate: true, timeoutMs: 5000, limitBytes: 1000 };
  const sandbox = env.TEST_SANDBOX_URL;

  it("answers status, headers and text", async () => {
    const answer = await outwardFetch(`${sandbox}/healthz`, {}, options);
    expect(answer).toMatchObject({ outcome: "answered", status: 200, text: '{"status":"ok"}', isCut: false });
  });

  it("reads no more than the limit", async () => {
    const answer = await outwardFetch(`${sandbox}/`, {}, { ...options, limitBytes: 40 });
    expect(answer).toMatchObject({ outcome: "answered", isCut: true });
    expect(answer.outcome === "answered" && answer.text.length).toBe(40);
    const whole = await outwardFetch(`${sandbox}/healthz`, {}, { ...options, limitBytes: 15 });
    expect(whole).toMatchObject({ text: '{"status":"ok"}', isCut: false });
  });

  it("is not made where the address is private, nor with a header that can't be sent", async () => {
    const answer = await outwardFetch(`${sandbox}/healthz`, {}, { ...options, allowPrivate: false });
    expect(answer).toEqual({ outcome: "not-sent", reason: "insecure" });
    const odd = await outwardFetch(`${sandbox}/healthz`, { headers: { "x-odd": "a\nb" } }, options);
    expect(odd).toEqual({ outcome: "not-sent", reason: "request" });
  });

  it("follows no redirect", async () => {
    const answer = await outwardFetch(`${sandbox}/sms/redirect`, {}, options);
    expect(answer).toEqual({ outcome: "redirected", status: 302 });
  });

  it("says where no answer came, also when it took too long", async () => {
    expect(await outwardFetch("http://127.0.0.1:1/", {}, options)).toEqual({ outcome: "silent" });
    const fault = { provider: "xendit", kind: "slow", count: 1, delayMs: 3000, path: "/outward-slow" };
    await fetch(`${sandbox}/_faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
    const late = await outwardFetch(`${sandbox}/xendit/outward-slow`, {}, { ...options, timeoutMs: 50 });
    expect(late).toEqual({ outcome: "silent" });
  });
});
