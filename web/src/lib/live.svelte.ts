import { api, unwrap } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";
import { createLive } from "./live-connection.svelte.ts";

/** The tenant's live events: `live.on("invoice.paid", (event) => …)`; `live.connected` for the dot. */
export const live = createLive({
  ticket: async () => (await unwrap(api.POST("/api/v1/live/tickets"))).ticket,
  open: (query) => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/live?${query}`),
  onReset: () => void queryClient.invalidateQueries(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});
