/** A sample call that somebody pastes: its headers, and the paths that can be chosen from its body. */

/** `Name: value`, a line each; what is no header is left out. */
export function headersOf(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => /^\s*([A-Za-z0-9_-]{1,60})\s*:\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((match) => (match ? [[match[1] as string, match[2] as string]] : [])));
}

const mostPaths = 200;

/** Where each value of a body stands, in the order in which they stand there. */
export function pathsOf(body: string, headers: Record<string, string>): string[] {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/x-www-form-urlencoded/i.test(type)) return [...new URLSearchParams(body).keys()].map((key) => step("", key));
  try {
    return leaves(JSON.parse(body), "").slice(0, mostPaths);
  } catch {
    return [];
  }
}

function leaves(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return path ? [path] : [];
  // One item tells what the others are like.
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((item) => leaves(item, `${path}[0]`));
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, step(path, key)));
}

const step = (path: string, key: string): string =>
  /^[^.[\]"']+$/.test(key)
    ? path
      ? `${path}.${key}`
      : key
    : `${path}[${key.includes('"') ? `'${key}'` : `"${key}"`}]`;
