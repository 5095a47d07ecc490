/** Every kind of notification there is. A new one is one file here, and its line below. */
import type { EventType } from "../../outbox/index.ts";
import type { EventKind, Kind } from "../kind.ts";
import { emailConfirmations } from "./account-email-confirmation.ts";
import accountInvitation from "./account-invitation.ts";
import accountPasswordReset from "./account-password-reset.ts";
import accountSecurityChanged from "./account-security-changed.ts";
import announcement from "./announcement.ts";
import billingRunFinished from "./billing-run-finished.ts";
import connectionFailed from "./connection-failed.ts";
import exportFinished from "./export-finished.ts";
import identityRejected from "./identity-rejected.ts";
import identitySubmitted from "./identity-submitted.ts";
import identityVerified from "./identity-verified.ts";
import invoiceDueSoon from "./invoice-due-soon.ts";
import invoiceDueToday from "./invoice-due-today.ts";
import invoiceIssued from "./invoice-issued.ts";
import invoiceOverdue from "./invoice-overdue.ts";
import invoiceSent from "./invoice-sent.ts";
import paymentAlert from "./payment-alert.ts";
import paymentReceipt from "./payment-receipt.ts";
import paymentReceived from "./payment-received.ts";
import reportDaily from "./report-daily.ts";
import reportOverview from "./report-overview.ts";
import subscriptionRestored from "./subscription-restored.ts";
import subscriptionSuspended from "./subscription-suspended.ts";
import suspensionNotice from "./suspension-notice.ts";
import subscriptionPlanChanged from "./subscription-plan-changed.ts";
import taskFailed from "./task-failed.ts";
import tenantDeletion from "./tenant-deletion.ts";
import test from "./test.ts";
import webhookFailed from "./webhook-failed.ts";
import webhookNoted from "./webhook-noted.ts";

const eventKinds: readonly EventKind[] = [
  ...emailConfirmations,
  invoiceIssued,
  invoiceDueSoon,
  invoiceDueToday,
  invoiceOverdue,
  suspensionNotice,
  subscriptionSuspended,
  subscriptionRestored,
  paymentReceived,
  paymentAlert,
  subscriptionPlanChanged,
  billingRunFinished,
  identitySubmitted,
  identityVerified,
  identityRejected,
  webhookFailed,
  webhookNoted,
  connectionFailed,
  taskFailed,
  accountPasswordReset,
  accountSecurityChanged,
  accountInvitation,
  tenantDeletion,
  exportFinished,
];

const all: readonly Kind[] = [
  ...eventKinds,
  invoiceSent,
  paymentReceipt,
  reportDaily,
  reportOverview,
  announcement,
  test,
];

/** All kinds by name, in the order of this page. */
export const kinds: ReadonlyMap<string, Kind> = new Map(all.map((kind) => [kind.name, kind]));

/** @throws for a name that no kind has */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`Unknown kind of notification ${name}`);
  return kind;
}

/** The kinds that an event brings about. */
export const kindsOfEvent = (type: EventType): readonly EventKind[] => eventKinds.filter(({ event }) => event === type);
