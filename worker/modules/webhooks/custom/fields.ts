/** The fields that each action takes, and what each may hold. */
import { amountLimits } from "../../billing/index.ts";
import type { EndpointAction } from "./types.ts";

export type FieldRule =
  | { kind: "text"; required: boolean; maxLength: number; /** Longer text is cut, not refused. */ cut?: true }
  | { kind: "amount"; required: boolean; max: number }
  | { kind: "moment"; required: boolean };

const text = (required: boolean, maxLength: number) => ({ kind: "text", required, maxLength }) as const;
/** The provider's own id of a call. Calls that share it are worked off once. */
const id = text(false, 150);

export const actionFields: Record<EndpointAction, Readonly<Record<string, FieldRule>>> = {
  notify: { title: { ...text(true, 150), cut: true }, message: { ...text(true, 2000), cut: true }, id },
  payment: {
    invoiceNumber: text(true, 60),
    amount: { kind: "amount", required: true, max: amountLimits.total },
    reference: text(true, 150),
    method: text(false, 60),
    paidAt: { kind: "moment", required: false },
    status: text(false, 60),
    id,
  },
};

/** The one word of `status` that means money has come; what maps to anything else is ignored. */
export const paidStatus = "paid";
