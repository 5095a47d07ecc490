/** Xendit's invoice callback: a flat body, authenticated by the account's token in `x-callback-token` (no signature). */
import { z } from "zod";

/** The parts of the callback that we use; unknown fields and channels are left alone. */
export const invoiceCallback = z.object({
  id: z.string().min(1).max(100),
  external_id: z.string().min(1).max(300),
  status: z.string().min(1).max(40),
  amount: z.number().nonnegative(),
  paid_amount: z.number().nonnegative().optional(),
  currency: z.string().max(3).optional(),
  paid_at: z.iso.datetime({ offset: true }).optional(),
  payment_id: z.string().max(100).optional(),
  payment_method: z.string().max(60).optional(),
  payment_channel: z.string().max(60).optional(),
});
export type InvoiceCallback = z.infer<typeof invoiceCallback>;

/** `PAID` and `SETTLED` mean the same to us: not every channel reaches the second. */
export const isPaid = ({ status }: { status: string }): boolean => status === "PAID" || status === "SETTLED";
