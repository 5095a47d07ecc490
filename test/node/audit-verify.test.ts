/** `npm run audit:verify` on a file, as somebody without Tepi would use it. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainHash, firstPreviousHash } from "../../worker/modules/audit/hash.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tepi-audit-"))));
afterAll(() => rm(folder, { recursive: true }));

async function log(): Promise<string[]> {
  const lines: string[] = [];
  let previousHash = firstPreviousHash;
  for (let position = 1; position <= 3; position++) {
    const entry = {
      id: `aud_${position}`,
      entity: "customer",
      entityId: "cus_1",
      version: position,
      action: "customer.updated",
      actorId: "usr_1",
      actor: { kind: "user", id: "usr_1", name: "Pemilik" },
      before: { name: "a" },
      after: { name: "b" },
      requestId: "req_1",
      at: "2026-11-21T03:00:00.000Z",
    };
    const hash = await chainHash(entry, previousHash);
    lines.push(JSON.stringify({ entry, link: { position, hash, previousHash, at: entry.at } }));
    previousHash = hash;
  }
  return lines;
}

async function verify(lines: string[], ...args: string[]) {
  const file = join(folder, "export.jsonl");
  await writeFile(file, `${lines.join("\n")}\n`);
  const command = ["scripts/audit-verify.ts", "--tenant", "contoh", "--file", file, ...args];
  return promisify(execFile)(process.execPath, command).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
  );
}

it("says that a whole log holds, and its head", async () => {
  const lines = await log();
  const { hash } = (JSON.parse(lines[2] ?? "") as { link: { hash: string } }).link;
  expect(await verify(lines, "--expect", `3:${hash}`)).toEqual({
    code: 0,
    text: `contoh: 3 entries hold. Head 3:${hash}\n`,
  });
});

it("ends with 1 and names position, entry and what differs of the first break", async () => {
  const lines = await log();
  lines[1] = (lines[1] ?? "").replace('"name":"b"', '"name":"c"');
  const { code, text } = await verify(lines);
  expect(code).toBe(1);
  expect(text).toContain("broken at position 2, aud_2; hash: the entry is not the one that was sealed");
});

it("ends with 1 where there is nothing to check", async () => {
  expect((await verify([], "--file", join(folder, "nothing-here"))).code).toBe(1);
});
