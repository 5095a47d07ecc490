/** The states of a subscription, an invoice and a billing run, and what may follow what. Pure. */

export const invoiceStates = ["draft", "awaiting_payment", "paid", "overdue", "void"] as const;
export type InvoiceState = (typeof invoiceStates)[number];

export const runStates = ["preparing", "ready", "issuing", "done", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

/** What can be done to an invoice, and the states in which it can. */
export const invoiceActions = {
  issue: ["draft"],
  edit: ["draft"],
  pay: ["awaiting_payment", "overdue"],
  void: ["draft", "awaiting_payment", "overdue"],
  credit: ["awaiting_payment", "overdue", "paid"],
  markOverdue: ["awaiting_payment"],
  remove: ["draft"],
} as const satisfies Record<string, readonly InvoiceState[]>;
export type InvoiceAction = keyof typeof invoiceActions;

/** Whether an invoice in `state` takes `action`. */
export const invoiceTakes = (state: InvoiceState, action: InvoiceAction): boolean =>
  (invoiceActions[action] as readonly InvoiceState[]).includes(state);

export const runLineStates = ["ready", "issued", "skipped"] as const;
export type RunLineState = (typeof runLineStates)[number];

/** Why a line of the preview was not issued: what it was made from had changed since. */
export const skipReasons = ["subscription_changed", "customer_deleted", "already_billed"] as const;
export type SkipReason = (typeof skipReasons)[number];

export const runActions = {
  confirm: ["ready"],
  cancel: ["preparing", "ready"],
} as const satisfies Record<string, readonly RunState[]>;
export type RunAction = keyof typeof runActions;

/** Whether a run in `state` takes `action`. */
export const runTakes = (state: RunState, action: RunAction): boolean =>
  (runActions[action] as readonly RunState[]).includes(state);

export const subscriptionStates = ["active", "suspended", "terminated"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

export const subscriptionActions = {
  edit: ["active", "suspended"],
  suspend: ["active"],
  reactivate: ["suspended"],
  terminate: ["active", "suspended"],
} as const satisfies Record<string, readonly SubscriptionState[]>;
export type SubscriptionAction = keyof typeof subscriptionActions;

/** Whether a subscription in `state` takes `action`. */
export const subscriptionTakes = (state: SubscriptionState, action: SubscriptionAction): boolean =>
  (subscriptionActions[action] as readonly SubscriptionState[]).includes(state);
