import { toast } from "svelte-sonner";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { problemLine } from "#lib/api/describe-problem.ts";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";
import type { Plan } from "./plans.ts";

/** A plan's name and price stand on subscriptions too. */
const refresh = () =>
  Promise.all(
    [["plans"], ["subscriptions"], ["activity-logs"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );

/** Throws what the API throws, as do all of these but the last. */
export async function createPlan(body: Schemas["NewPlan"], headers: HeadersInit): Promise<Plan> {
  const plan = await unwrap(api.POST("/api/v1/plans", { body, headers }));
  void refresh();
  return plan;
}

export async function updatePlan(id: string, body: Schemas["PlanPatch"]): Promise<Plan> {
  const plan = await unwrap(api.PATCH("/api/v1/plans/{id}", { params: { path: { id } }, body }));
  void refresh();
  return plan;
}

/** Archives a plan, or takes it back, and says so with a way to undo it. */
export async function setArchived({ id, name }: Plan, archived: boolean): Promise<void> {
  try {
    await updatePlan(id, { archived });
    toast.success(archived ? m.plans_archived({ name }) : m.plans_restored({ name }), {
      action: {
        label: m.common_undo(),
        onClick: () =>
          void updatePlan(id, { archived: !archived }).catch((error: unknown) => toast.error(problemLine(error))),
      },
    });
  } catch (error) {
    toast.error(problemLine(error));
  }
}
