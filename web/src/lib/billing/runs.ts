import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";

export type Run = Schemas["BillingRun"];
export type RunLine = Schemas["BillingRunLine"];

/** The states of a billing run in the reader's words, in the order of its life. */
export const runStateWords: Record<Run["state"], () => string> = {
  preparing: m.runs_state_preparing,
  ready: m.runs_state_ready,
  issuing: m.runs_state_issuing,
  done: m.runs_state_done,
  cancelled: m.runs_state_cancelled,
};

export const runStateTones: Record<Run["state"], Tone> = {
  preparing: "info",
  ready: "warn",
  issuing: "info",
  done: "good",
  cancelled: "neutral",
};

export const runLineStateWords: Record<RunLine["state"], () => string> = {
  ready: m.runs_line_ready,
  issued: m.runs_line_issued,
  skipped: m.runs_line_skipped,
};

export const skipReasonWords: Record<NonNullable<RunLine["skipReason"]>, () => string> = {
  subscription_changed: m.runs_skip_subscription_changed,
  customer_deleted: m.runs_skip_customer_deleted,
  already_billed: m.runs_skip_already_billed,
};

/** Is the server at work on it? */
export const isMoving = ({ state }: Pick<Run, "state">): boolean => state === "preparing" || state === "issuing";

/** The live room tells of each step; asking now and then serves where the room can't be reached. */
const askEveryMs = 3_000;

/** One billing run by id, asked for again while the server is at work on it. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["billing-runs", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/billing-runs/{id}", { signal, params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? askEveryMs : false),
  });
