import { live } from "#lib/live.svelte.ts";
import { queryClient } from "#lib/query-client.ts";
import { atMostEvery } from "#lib/at-most-every.ts";

/** A billing run issues hundreds of invoices in a minute; lists need not be read again for each. */
const everyMs = 2_000;

/**
 * Reads queries again when one of these events happens: `$effect(() => refreshOn(["customer.created"], ["customers"]))`.
 * `keys` are the beginnings of query keys. The answer stops it.
 */
export function refreshOn(types: readonly string[], ...keys: string[][]): () => void {
  const refresh = atMostEvery(
    everyMs,
    () => keys.forEach((queryKey) => void queryClient.invalidateQueries({ queryKey })),
    (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
  );
  const stops = types.map((type) => live.on(type, refresh.run));
  return () => {
    stops.forEach((stop) => stop());
    refresh.stop();
  };
}
