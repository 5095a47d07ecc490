/** The JavaScript that a page of the dashboard needs before it shows anything, from Vite's own list of chunks. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

interface Chunk {
  file: string;
  imports?: string[];
}

const manifestFile = "web/.svelte-kit/output/client/.vite/manifest.json";
const routesFile = "web/.svelte-kit/generated/build/client-optimized/app.js";
const built = "web/build";
const generated = ".svelte-kit/generated/build/client-optimized";

export interface PageWeight {
  route: string;
  files: number;
  rawBytes: number;
  gzipBytes: number;
}

/** Weighs pages by route, as `/(app)` for the home page: the shell's chunks, the layouts' and the page's own. */
export async function weighPages(routes: readonly string[]): Promise<PageWeight[]> {
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Record<string, Chunk>;
  const { dictionary } = (await import(pathToFileURL(resolve(routesFile)).href)) as {
    dictionary: Record<string, [page: number, layouts?: number[]]>;
  };
  const shell = modulesOf(readFileSync(join(built, "200.html"), "utf8"));
  return routes.flatMap((route) => {
    const found = dictionary[route];
    if (!found) return [];
    const [page, layouts = []] = found;
    const files = new Set(shell);
    for (const node of [0, ...layouts.filter((layout) => layout !== undefined), Math.abs(page)])
      collect(manifest, `${generated}/nodes/${node}.js`, files);
    return [{ route, ...weigh([...files]) }];
  });
}

/** Scripts that the page shell loads at once. */
const modulesOf = (html: string): string[] =>
  [...html.matchAll(/(?:href|src)="\/([^"]+\.js)"/g)].map(([, file]) => file as string);

/** A chunk's file and those of everything it imports at once; what it imports later is not initial. */
function collect(manifest: Record<string, Chunk>, key: string, files: Set<string>, seen = new Set<string>()): void {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in ${manifestFile}; was the dashboard built another way?`);
  if (seen.has(key)) return;
  seen.add(key);
  files.add(chunk.file);
  for (const each of chunk.imports ?? []) collect(manifest, each, files, seen);
}

function weigh(files: string[]) {
  const contents = files.map((file) => readFileSync(join(built, file)));
  return {
    files: files.length,
    rawBytes: contents.reduce((sum, content) => sum + content.length, 0),
    gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
  };
}
