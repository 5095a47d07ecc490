import { QueryClient } from "@tanstack/svelte-query";
import { ApiError } from "#lib/api/problem.ts";

/** Everything read from the API. A refusal (4xx) is final; what may pass is tried twice more. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
