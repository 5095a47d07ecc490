/** What may follow what when an identity document is reviewed. Pure. */

export const identityStates = ["none", "submitted", "verified", "rejected"] as const;
export type IdentityState = (typeof identityStates)[number];

/** A document may be replaced until it is verified. */
const next: Record<IdentityState, readonly IdentityState[]> = {
  none: ["submitted"],
  submitted: ["submitted", "verified", "rejected"],
  rejected: ["submitted"],
  verified: [],
};

/** Whether an identity may go from one state to another. */
export const mayBecome = (from: IdentityState, to: IdentityState): boolean => next[from].includes(to);
