import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { ApiError, NetworkError } from "#lib/api/problem.ts";
import { queryClient } from "#lib/query-client.ts";
import { pollMs } from "./poll.ts";

export type Import = Schemas["Import"];

/** The latest import; null where there was none. Asked again while it is read. */
export const latestImportQuery = () =>
  queryOptions({
    queryKey: ["imports", "latest"],
    queryFn: async ({ signal }): Promise<Import | null> => {
      const [latest] = (await unwrap(api.GET("/api/v1/imports", { signal, params: { query: { limit: 1 } } }))).data;
      if (!latest) return null;
      return unwrap(api.GET("/api/v1/imports/{id}", { signal, params: { path: { id: latest.id } } }));
    },
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? pollMs : false),
  });

/** Keeps what a step answered. */
export const keepImport = (answer: Import | null): void => {
  queryClient.setQueryData(latestImportQuery().queryKey, answer);
};

const triesOfPart = 6;

/** Whether the same again may go well: no answer, a fault of the server, or too much at once. */
const mayPass = (error: unknown): boolean =>
  error instanceof NetworkError || (error instanceof ApiError && (error.status >= 500 || error.status === 429));

/** Sends one part, and again with growing pauses while what hinders it may pass. */
export async function sendPart(id: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await api.PUT("/api/v1/imports/{id}/parts", {
        params: { path: { id }, query: { name } },
        headers: { "Content-Type": "application/octet-stream" },
        body: bytes as unknown as string,
        bodySerializer: (body) => body as unknown as Uint8Array<ArrayBuffer>,
      });
      return;
    } catch (error) {
      if (tried >= triesOfPart || !mayPass(error)) throw error;
      const seconds = (error instanceof ApiError ? error.retryAfterSeconds : undefined) ?? 2 ** tried / 2;
      await new Promise((resume) => setTimeout(resume, seconds * 1000));
    }
  }
}
