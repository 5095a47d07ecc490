import { packTar } from "modern-tar";
import { expect, test } from "vitest";
import { readManifest, sendParts, totalOf, type Manifest } from "./archive-file.ts";

const manifest = {
  format: "tepi-archive",
  version: 1,
  tenant: { slug: "contoh", name: "Contoh", kinds: ["isp"], timeZone: "Asia/Jakarta", settings: {} },
  madeAt: "2026-11-20T07:00:00.000Z",
  salt: "garam",
  proof: "bukti",
  parts: ["a", "b", "c", "d", "e"].map((name, n) => ({ name, rows: n, bytes: 3, sha256: null })),
} as unknown as Manifest;

const parts = manifest.parts.map(({ name }) => ({ header: { name, size: 3 }, body: `${name}${name}${name}` }));
const archive = async (entries = parts, head: unknown = manifest) => {
  const text = JSON.stringify(head);
  const size = new TextEncoder().encode(text).length;
  return new Blob([await packTar([{ header: { name: "manifest.json", size }, body: text }, ...entries])]);
};

test("the list of contents is read from the first entry", async () => {
  expect(await readManifest(await archive())).toEqual(manifest);
});

test("what is no archive is told from one", async () => {
  expect(await readManifest(new Blob(["no tar at all"]))).toBeUndefined();
  expect(await readManifest(new Blob([]))).toBeUndefined();
  expect(await readManifest(await archive(parts, { format: "other" }))).toBeUndefined();
  expect(await readManifest(new Blob([await packTar(parts)]))).toBeUndefined();
});

test("only what is missing is sent, whole", async () => {
  const sent: Record<string, string> = {};
  const isWhole = await sendParts(await archive(), new Set(["b", "d", "e"]), async (name, bytes) => {
    sent[name] = new TextDecoder().decode(bytes);
  });
  expect(isWhole).toBe(true);
  expect(sent).toEqual({ b: "bbb", d: "ddd", e: "eee" });
});

test("a file without all of the parts is found out", async () => {
  expect(await sendParts(await archive(parts.slice(0, 2)), new Set(["a", "c"]), async () => undefined)).toBe(false);
});

test("a part that can't be sent ends the sending", async () => {
  const tried: string[] = [];
  const refused = sendParts(await archive(), new Set(["a", "b", "c", "d", "e"]), async (name) => {
    tried.push(name);
    if (name === "b") throw new Error("refused");
    await new Promise(() => undefined);
  });
  await expect(refused).rejects.toThrow("refused");
  expect(tried).not.toContain("e");
});

test("totals count all parts, or those named", () => {
  expect(totalOf(manifest)).toEqual({ rows: 10, bytes: 15 });
  expect(totalOf(manifest, new Set(["c", "e"]))).toEqual({ rows: 6, bytes: 6 });
});
