/** `npm run bench -- size`: what is deployed, what starts, and what a browser loads first. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildWeb } from "../../scripts/start/web.ts";
import { bundleWorker } from "../../scripts/start/worker.ts";
import type { Part } from "../part.ts";
import { markdownTable } from "../table.ts";
import { weighPages } from "./javascript.ts";
import { startUpTimes } from "./startup.ts";

/** What people see first: the home page, signing in, signing up, paying. */
const firstPages = ["/(app)", "/login", "/signup", "/pay/[token]"];
const aimKilobytes = 120;

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);

export const size: Part = async () => {
  await buildWeb();
  const { rawBytes, gzipBytes } = weighWorker();
  const times = startUpTimes();
  const pages = await weighPages(firstPages);
  const worker = markdownTable(
    ["Worker", "figure"],
    [
      ["bundle, kB", kilobytes(rawBytes)],
      ["bundle, kB gzip", kilobytes(gzipBytes)],
      [`start-up in workerd, ms (median of ${times.length})`, (times[Math.floor(times.length / 2)] ?? 0).toFixed(0)],
    ],
  );
  const dashboard = markdownTable(
    ["page", "chunks", "kB", "kB gzip"],
    pages.map((page) => [page.route, String(page.files), kilobytes(page.rawBytes), kilobytes(page.gzipBytes)]),
  );
  const over = pages.filter((page) => page.gzipBytes > aimKilobytes * 1000).map(({ route }) => route);
  return `${worker}

${dashboard}

JavaScript before a page shows anything; the aim is ${aimKilobytes} kB gzip. Over it: ${over.join(", ") || "none"}.`;
};

function weighWorker() {
  const folder = mkdtempSync(join(tmpdir(), "tepi-bench-bundle-"));
  try {
    bundleWorker(folder);
    const deployed = readdirSync(folder).filter((file) => /\.(js|wasm)$/.test(file));
    const contents = deployed.map((file) => readFileSync(join(folder, file)));
    return {
      rawBytes: contents.reduce((sum, content) => sum + content.length, 0),
      gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
