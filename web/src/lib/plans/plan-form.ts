import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Plan } from "./plans.ts";

const text = (maximum: number) => z.string().check(z.trim(), z.maxLength(maximum));
const speed = z.string().check(
  z.trim(),
  z.refine((value: string) => value === "" || /^[1-9]\d{0,6}$/.test(value), { error: () => m.plans_speed_invalid() }),
);

/** The form of a plan; a speed left empty is not told. */
export const planSchema = z.object({
  name: text(100).check(z.minLength(1, { error: () => m.common_required() })),
  price: z
    .optional(z.number())
    .check(z.refine((value: number | undefined) => value !== undefined, { error: () => m.common_required() })),
  downloadMbps: speed,
  uploadMbps: speed,
  description: text(500),
});
export type PlanForm = z.infer<typeof planSchema>;

export const planFormOf = (plan?: Plan): PlanForm => ({
  name: plan?.name ?? "",
  price: plan?.price,
  downloadMbps: String(plan?.downloadMbps ?? ""),
  uploadMbps: String(plan?.uploadMbps ?? ""),
  description: plan?.description ?? "",
});

/** The body of `POST /api/v1/plans`. */
export const newPlan = ({ name, price = 0, downloadMbps, uploadMbps, description }: PlanForm): Schemas["NewPlan"] => ({
  name,
  price,
  downloadMbps: downloadMbps ? Number(downloadMbps) : null,
  uploadMbps: uploadMbps ? Number(uploadMbps) : null,
  description: description || null,
});

/** The body of `PATCH /api/v1/plans/{id}`: only what differs. */
export const planChanges = (form: PlanForm, plan: Plan): Schemas["PlanPatch"] =>
  Object.fromEntries(Object.entries(newPlan(form)).filter(([key, value]) => value !== plan[key as keyof Plan]));
