import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";
import type { Profile } from "./account.ts";

export type IdentityState = Profile["identity"]["state"];

/** How far an identity is, in the reader's words. */
export const identityStates: Record<IdentityState, { label: () => string; tone: Tone }> = {
  none: { label: m.identity_state_none, tone: "neutral" },
  submitted: { label: m.identity_state_submitted, tone: "info" },
  verified: { label: m.identity_state_verified, tone: "good" },
  rejected: { label: m.identity_state_rejected, tone: "bad" },
};

/** What the API takes as a document; what a file really is, it finds out itself. */
export const documentTypes = ["image/jpeg", "image/png", "application/pdf"];
