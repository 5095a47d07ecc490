/** The states of an invoice and of a billing run, and what may follow what. Pure. */

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
  markOverdue: ["awaiting_payment"],
  remove: ["draft"],
} as const satisfies Record<string, readonly InvoiceState[]>;
export type InvoiceAction = keyof typeof invoiceActions;

/** Whether an invoice in `state` takes `action`. */
export const invoiceTakes = (state: InvoiceState, action: InvoiceAction): boolean =>
  (invoiceActions[action] as readonly InvoiceState[]).includes(state);

export const runActions = {
  confirm: ["ready"],
  cancel: ["preparing", "ready"],
} as const satisfies Record<string, readonly RunState[]>;
export type RunAction = keyof typeof runActions;

/** Whether a run in `state` takes `action`. */
export const runTakes = (state: RunState, action: RunAction): boolean =>
  (runActions[action] as readonly RunState[]).includes(state);
