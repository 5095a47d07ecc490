import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import { saveAnswer } from "#lib/save-file.ts";

/** How far the log is sealed. The key's first word is the log's, so that what refreshes the one refreshes the other. */
export const chainQuery = () =>
  queryOptions({
    queryKey: ["activity-logs", "chain"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/activity-logs/chain", { signal })),
  });

/** Saves the log, by these filters, as a file of this device. */
export async function exportActivity(format: "csv" | "jsonl", filters: Record<string, string>): Promise<void> {
  const query: Record<string, string> = { ...listQuery(filters), format };
  saveAnswer(await api.GET("/api/v1/activity-logs/export", { params: { query }, parseAs: "blob" }));
}
