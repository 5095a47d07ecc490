import { createApp } from "../../worker/app.ts";
import type { App } from "../../worker/core/http/endpoint.ts";
import { systemRandom } from "../../worker/core/ids.ts";

/** An operation of the OpenAPI document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  permission: string;
  /** Of the company that it serves; null: any. */
  kind: string | null;
  /** A WebSocket, let in by a token in its address. */
  isSocket: boolean;
  roles: readonly string[] | "anyone";
  limit: string;
}

/** Every operation of the API's own document, and of the profiles'. */
export function operations(): Operation[] {
  const { document, profiles } = createApp({ now: Date.now, random: systemRandom });
  return [
    operationsOf(document()),
    ...profiles.map((each) => operationsOf(each.document(), `/compat/${each.name}`)),
  ].flat();
}

function operationsOf(document: ReturnType<App["getOpenAPI31Document"]>, base = ""): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
      id: String(operation["operationId"]),
      method: method.toUpperCase(),
      path: `${base}${path}`,
      permission: String(operation["x-permission"]),
      kind: (operation["x-kind"] as string | undefined) ?? null,
      isSocket: operation["x-socket"] === true,
      roles: operation["x-roles"] as Operation["roles"],
      limit: String((operation["x-rate-limit"] as { name?: string } | undefined)?.name),
    })),
  );
}

/** An operation's path with its parameters filled in. */
export const fill = (path: string, ids: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");

/** An operation with the parameters in its path that are no ids; the others stay. */
export const fixed = (operation: Operation, given: Record<string, string> = {}): Operation => ({
  ...operation,
  path: operation.path.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole),
});
