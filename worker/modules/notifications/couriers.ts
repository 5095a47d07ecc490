/** The providers of messages: how each sends, what account a connection is, how its webhooks are read. */
import type { Context } from "../../core/context.ts";
import type { Courier, CourierWebhook } from "../../providers/courier.ts";
import type { OpenConnection } from "../connections/index.ts";

export interface Carrier<Account = unknown> {
  courier: Courier<Account>;
  /** The account of a connection; without one, the operator's. */
  accountOf(ctx: Context, connection: OpenConnection | undefined): Account;
  webhook?: CourierWebhook;
  /** Its statuses bear our delivery's id, so that after this long without one a message surely was not taken. */
  echoesWithinMs?: number;
}

export const carriers: Record<string, Carrier> = {};
