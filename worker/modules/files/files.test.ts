import { describe, expect, it } from "vitest";
import { env, TestTenant } from "../../../test/support/tenant.ts";
import { encodeJpeg } from "./codecs.ts";
import { open, pathOf, send, stored, type FileBody } from "./testing-calls.ts";
import { bytesOf, pngChunk, pngHeader, pngSignature, samplePdf, samplePng, withExif } from "./testing.ts";

const jpeg = async () => {
  const data = new Uint8ClampedArray(16 * 16 * 4).fill(200);
  return encodeJpeg({ data, width: 16, height: 16 }, 80);
};

describe("a file's type", () => {
  it("is what its content is, whatever its name and header say", async () => {
    const tenant = await TestTenant.signUp();
    const cases: [unknown, string, string][] = [
      [await jpeg(), "image/jpeg", "foto.jpg"],
      [samplePng, "image/png", "foto.png"],
      [samplePdf, "application/pdf", "foto.pdf"],
    ];
    for (const [body, type, name] of cases) {
      const file = await send(tenant, body, "purpose=attachment&name=foto.jpg", { "content-type": "text/html" });
      expect([file.status, file.body.contentType, file.body.name]).toEqual([201, type, name]);
    }
  });

  it("must be JPEG, PNG or PDF: a page, a drawing or a program is refused under any name", async () => {
    const tenant = await TestTenant.signUp();
    const others = [
      "<!doctype html><script>alert(1)</script>",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      bytesOf("GIF89a", [1, 0, 1, 0, 0, 0, 0]),
      bytesOf("MZ", [0x90, 0, 3, 0]),
      bytesOf("PK", [3, 4]),
      bytesOf(" %PDF-1.4", samplePdf),
      "{}",
    ];
    for (const body of others) {
      const answer = await send(tenant, body, "purpose=attachment&name=foto.png", { "content-type": "image/png" });
      expect([answer.status, answer.body.code]).toEqual([415, "unsupported_file"]);
    }
  });

  it("must be whole: truncated and forged files are refused", async () => {
    const tenant = await TestTenant.signUp();
    const photo = await jpeg();
    const broken = [
      photo.subarray(0, photo.length - 2),
      photo.subarray(0, 40),
      bytesOf([0xff, 0xd8, 0xff, 0xd9]),
      samplePng.subarray(0, samplePng.length - 12),
      samplePng.subarray(0, 20),
      bytesOf(pngSignature, pngHeader(8, 8), pngChunk("IEND", bytesOf())),
      bytesOf(pngSignature, pngHeader(0, 8), pngChunk("IDAT", bytesOf()), pngChunk("IEND", bytesOf())),
      bytesOf(pngSignature, [0xff, 0xff, 0xff, 0xff], "IHDR"),
      samplePdf.slice(0, -10),
      "%PDF-1.4 <script>alert(1)</script>",
    ];
    for (const [n, body] of broken.entries()) {
      const answer = await send(tenant, body);
      expect([n, answer.status, answer.body.errors?.[0]?.field]).toEqual([n, 422, "file"]);
    }
    expect((await send(tenant, new Uint8Array(0))).status).toBe(422);
  });

  it("is its only one: what is appended to a picture is not kept", async () => {
    const tenant = await TestTenant.signUp();
    for (const whole of [await jpeg(), samplePng]) {
      const file = await stored(tenant, bytesOf(whole, "<script>alert(1)</script>", "PK", [3, 4]));
      expect(file.sizeBytes).toBe(whole.length);
      const content = await open(tenant, file.url);
      expect(new Uint8Array(await content.arrayBuffer())).toEqual(whole);
    }
  });
});

describe("a file's size", () => {
  it("is limited by the company's setting while it is read, whatever its Content-Length says", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/tenant", { settings: { fileLimitBytes: 100_000 } });
    const large = bytesOf(samplePdf, new Uint8Array(100_000));
    expect((await send(tenant, large)).status).toBe(413);
    const lying = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 11; n++) controller.enqueue(new Uint8Array(10_000));
        controller.close();
      },
    });
    const answer = await tenant.stream("POST", "/api/v1/files?purpose=attachment", lying, { "content-length": "10" });
    expect(answer.status).toBe(413);
    for (const fileLimitBytes of [1000, 26_000_000])
      expect((await tenant.as("PATCH", "/tenant", { settings: { fileLimitBytes } })).status).toBe(422);
  });
});

describe("a form", () => {
  it("may carry the file, in its field file alone", async () => {
    const tenant = await TestTenant.signUp();
    const form = new FormData();
    form.set("file", new File([samplePng], "../bukti <transfer>.exe", { type: "text/html" }));
    const file = await stored(tenant, form);
    expect([file.contentType, file.name]).toEqual(["image/png", "..bukti transfer.png"]);
    const empty = new FormData();
    empty.set("file", "x");
    expect((await send(tenant, empty)).status).toBe(422);
    const garbled = await send(tenant, "x", undefined, { "content-type": "multipart/form-data; boundary=y" });
    expect(garbled.status).toBe(400);
  });
});

describe("sending twice with one key", () => {
  it("stores once; another file under the same key is refused", async () => {
    const tenant = await TestTenant.signUp();
    const key = { "idempotency-key": "satu" };
    const first = await send(tenant, samplePdf, undefined, key);
    const again = await send(tenant, samplePdf, undefined, key);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await send(tenant, samplePng, undefined, key)).body.code).toBe("idempotency_key_reused");
  });
});

describe("a link", () => {
  it("gives the content as what it is and lets nothing act; parts and unchanged content are answered as such", async () => {
    const tenant = await TestTenant.signUp();
    const file = await stored(tenant, samplePng);
    const whole = await open(tenant, file.url);
    expect(whole.status).toBe(200);
    const headers = Object.fromEntries(whole.headers);
    expect(headers).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=600",
    });
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["content-disposition"]).toContain(`${file.id}.png`);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(samplePng);

    const unchanged = await open(tenant, file.url, { "if-none-match": headers["etag"] as string });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ""]);
    for (const [range, from, to] of [
      ["bytes=8-15", 8, 16],
      ["bytes=8-", 8, samplePng.length],
      ["bytes=-4", samplePng.length - 4, samplePng.length],
    ] as const) {
      const part = await open(tenant, file.url, { range });
      expect(part.status).toBe(206);
      expect(part.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${samplePng.length}`);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(samplePng.subarray(from, to));
    }
    expect((await open(tenant, file.url, { range: `bytes=${samplePng.length}-` })).status).toBe(200);
  });

  it("names the file as it was called, without what no file system takes and no eye sees", async () => {
    const tenant = await TestTenant.signUp();
    const names: [string, string][] = [
      ["../../etc/passwd", "....etcpasswd.pdf"],
      ["kontrak\u202efdp.exe", "kontrakfdp.pdf"],
      ["😀".repeat(60), `${"😀".repeat(50)}.pdf`],
      [`a${"😀".repeat(55)}`, `a${"😀".repeat(49)}.pdf`],
      ["kuitansi (1) 'lunas'.PDF", "kuitansi (1) 'lunas'.pdf"],
    ];
    for (const [given, kept] of names) {
      const file = await stored(tenant, samplePdf, `purpose=attachment&name=${encodeURIComponent(given)}`);
      expect(file.name).toBe(kept);
      const answer = await open(tenant, file.url);
      const said = /filename\*=UTF-8''([\w.%~!-]+)$/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
      expect([answer.status, decodeURIComponent(said ?? "")]).toEqual([200, kept]);
      await answer.arrayBuffer();
    }
  });

  it("offers a document for download instead of showing it", async () => {
    const tenant = await TestTenant.signUp();
    const { url } = await stored(tenant, samplePdf, "purpose=attachment&name=kontrak%20baru.pdf");
    const answer = await open(tenant, url);
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''kontrak%20baru.pdf");
    await answer.arrayBuffer();
  });

  it("is good for ten minutes, one file and one company; every other is answered alike", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const [file, sibling, foreign] = [
      await stored(tenant, samplePdf),
      await stored(tenant, samplePng),
      await stored(other, samplePdf),
    ];
    const token = new URL(file.url).searchParams.get("token") as string;
    const elsewhere = (id: string, given: string) => tenant.fetch("GET", `/api/v1/files/${id}/content?token=${given}`);
    const refused = [
      await elsewhere(sibling.id, token),
      await elsewhere(foreign.id, token),
      await elsewhere(file.id, new URL(foreign.url).searchParams.get("token") as string),
      await elsewhere(file.id, `${token.slice(0, -3)}xyz`),
      await elsewhere(file.id, tenant.token),
      await elsewhere(file.id, ""),
      await elsewhere("fil_00000000000000000000", token),
    ];
    for (const answer of refused)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, "invalid_token"]);
    const onOthersPath = await tenant.fetch("GET", pathOf(file.url), { slug: other.slug });
    expect(onOthersPath.status).toBe(404);
    const asBearer = await tenant.call("GET", "/api/v1/auth/me", { token });
    expect(asBearer.status).toBe(401);

    expect(Date.parse(file.urlExpiresAt)).toBe(tenant.clock.now() + 600_000);
    tenant.clock.advance(599_000);
    expect((await open(tenant, file.url)).status).toBe(200);
    tenant.clock.advance(2000);
    expect((await open(tenant, file.url)).status).toBe(400);
  });

  it("opens nothing while the company is suspended", async () => {
    const tenant = await TestTenant.signUp();
    const { url } = await stored(tenant, samplePdf);
    await tenant.as("POST", "/tenant/suspension");
    expect((await open(tenant, url)).status).toBe(403);
  });
});

describe("reading", () => {
  it("what nothing has claimed is for its sender, and for those who verify users", async () => {
    const tenant = await TestTenant.signUp();
    const staff = await tenant.member("staff");
    const file = await tenant.call<FileBody>("POST", "/api/v1/files?purpose=attachment", {
      token: staff,
      body: samplePdf,
    });
    const read = async (token: string) => (await tenant.call("GET", `/api/v1/files/${file.body.id}`, { token })).status;
    expect(await read(staff)).toBe(200);
    expect(await read(await tenant.member("cs"))).toBe(403);
    expect(await read(await tenant.member("admin"))).toBe(200);
  });

  it("a customer's files needs what reading customers needs", async () => {
    const tenant = await TestTenant.signUp();
    const customer = await tenant.as<{ id: string }>("POST", "/customers", { name: "Toko Kenanga" });
    const file = await stored(tenant, samplePdf);
    await tenant.as("POST", `/customers/${customer.body.id}/files`, { fileId: file.id });
    const read = async (token: string) => (await tenant.call("GET", `/api/v1/files/${file.id}`, { token })).status;
    expect(await read(await tenant.member("cs"))).toBe(200);
    expect(await read(await tenant.member("warehouse"))).toBe(403);
  });
});

describe("taking a file back", () => {
  it("is for its sender alone", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await stored(tenant, samplePdf);
    const asAdmin = await tenant.call("DELETE", `/api/v1/files/${id}`, { token: await tenant.member("admin") });
    expect(asAdmin.status).toBe(403);
    expect((await tenant.as("DELETE", `/files/${id}`)).status).toBe(204);
    expect((await tenant.as("GET", `/files/${id}`)).status).toBe(404);
  });
});

describe("objects", () => {
  it("are named under their company", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await stored(tenant, withExif(await jpeg(), 1, "x"));
    const { objects } = await env.FILES.list({ prefix: `${tenant.id}/` });
    expect(objects.map(({ key }) => key)).toEqual([`${tenant.id}/files/${id}`]);
  });
});
