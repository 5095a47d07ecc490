import type { IconComponent } from "#lib/icon.ts";
import Archive from "@lucide/svelte/icons/archive";
import Ban from "@lucide/svelte/icons/ban";
import Banknote from "@lucide/svelte/icons/banknote";
import Check from "@lucide/svelte/icons/check";
import CirclePause from "@lucide/svelte/icons/circle-pause";
import CirclePlay from "@lucide/svelte/icons/circle-play";
import Clock from "@lucide/svelte/icons/clock";
import Eye from "@lucide/svelte/icons/eye";
import KeyRound from "@lucide/svelte/icons/key-round";
import Pencil from "@lucide/svelte/icons/pencil";
import Paperclip from "@lucide/svelte/icons/paperclip";
import Plus from "@lucide/svelte/icons/plus";
import RotateCw from "@lucide/svelte/icons/rotate-cw";
import Send from "@lucide/svelte/icons/send";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import ShieldOff from "@lucide/svelte/icons/shield-off";
import Trash from "@lucide/svelte/icons/trash-2";
import { m } from "#lib/paraglide/messages.js";

/** What was done, as a verb with its object: "menjeda langganan". */
type Verb = { text: () => string; icon?: IconComponent };

/** Every action of the audit trail that is known by name. */
export const activityVerbs: Record<string, Verb | undefined> = {
  "notification_template.saved": { text: m.activity_notification_template_saved, icon: Pencil },
  "notification_template.reset": { text: m.activity_notification_template_reset, icon: Pencil },
  "notification_template.restored": { text: m.activity_notification_template_restored, icon: Pencil },
  "delivery.resent": { text: m.activity_delivery_resent, icon: Send },
  "deliveries.resent": { text: m.activity_deliveries_resent, icon: Send },
  "channel.tested": { text: m.activity_channel_tested, icon: Send },
  "announcement.sent": { text: m.activity_announcement_sent, icon: Send },
  "suppression.removed": { text: m.activity_suppression_removed, icon: Check },
  "customer.created": { text: m.activity_customer_created, icon: Plus },
  "customer.updated": { text: m.activity_customer_updated, icon: Pencil },
  "customer.deleted": { text: m.activity_customer_deleted, icon: Trash },
  "customer.revealed": { text: m.activity_customer_revealed, icon: Eye },
  "customer.file_added": { text: m.activity_customer_file_added, icon: Paperclip },
  "customer.file_removed": { text: m.activity_customer_file_removed, icon: Trash },
  "plan.created": { text: m.activity_plan_created, icon: Plus },
  "plan.updated": { text: m.activity_plan_updated, icon: Pencil },
  "plan.archived": { text: m.activity_plan_archived, icon: Ban },
  "subscription.created": { text: m.activity_subscription_created, icon: Plus },
  "subscription.updated": { text: m.activity_subscription_updated, icon: Pencil },
  "subscription.suspended": { text: m.activity_subscription_suspended, icon: CirclePause },
  "subscription.reactivated": { text: m.activity_subscription_reactivated, icon: CirclePlay },
  "subscription.ending_set": { text: m.activity_subscription_ending_set, icon: Clock },
  "subscription.terminated": { text: m.activity_subscription_terminated, icon: Ban },
  "subscription.billed": { text: m.activity_subscription_billed, icon: Send },
  "invoice.drafted": { text: m.activity_invoice_drafted, icon: Plus },
  "invoice.issued": { text: m.activity_invoice_issued, icon: Send },
  "invoice.updated": { text: m.activity_invoice_updated, icon: Pencil },
  "invoice.partly_paid": { text: m.activity_invoice_partly_paid, icon: Banknote },
  "invoice.paid": { text: m.activity_invoice_paid, icon: Check },
  "invoice.overdue": { text: m.activity_invoice_overdue, icon: Clock },
  "invoice.voided": { text: m.activity_invoice_voided, icon: Ban },
  "invoice.removed": { text: m.activity_invoice_removed, icon: Trash },
  "payment.received": { text: m.activity_payment_received, icon: Banknote },
  "payment.matched": { text: m.activity_payment_matched, icon: Check },
  "payment.alert_resolved": { text: m.activity_payment_alert_resolved, icon: Check },
  "billing_run.started": { text: m.activity_billing_run_started, icon: Plus },
  "billing_run.progressed": { text: m.activity_billing_run_progressed, icon: RotateCw },
  "billing_run.prepared": { text: m.activity_billing_run_prepared, icon: Check },
  "billing_run.confirmed": { text: m.activity_billing_run_confirmed, icon: Send },
  "billing_run.finished": { text: m.activity_billing_run_finished, icon: Check },
  "billing_run.cancelled": { text: m.activity_billing_run_cancelled, icon: Ban },
  "brand.created": { text: m.activity_brand_created, icon: Plus },
  "brand.updated": { text: m.activity_brand_updated, icon: Pencil },
  "connection.created": { text: m.activity_connection_created, icon: Plus },
  "connection.updated": { text: m.activity_connection_updated, icon: Pencil },
  "connection.tested": { text: m.activity_connection_tested, icon: Check },
  "tenant.created": { text: m.activity_tenant_created, icon: Plus },
  "tenant.updated": { text: m.activity_tenant_updated, icon: Pencil },
  "tenant.suspended": { text: m.activity_tenant_suspended, icon: CirclePause },
  "tenant.reactivated": { text: m.activity_tenant_reactivated, icon: CirclePlay },
  "tenant.maintenance_began": { text: m.activity_tenant_maintenance_began, icon: CirclePause },
  "tenant.maintenance_ended": { text: m.activity_tenant_maintenance_ended, icon: CirclePlay },
  "tenant.imported": { text: m.activity_tenant_imported, icon: Archive },
  "tenant.deletion_asked": { text: m.activity_tenant_deletion_asked, icon: Trash },
  "tenant.deletion_called_off": { text: m.activity_tenant_deletion_called_off, icon: CirclePlay },
  "export.started": { text: m.activity_export_started, icon: Archive },
  "export.finished": { text: m.activity_export_finished, icon: Check },
  "import.begun": { text: m.activity_import_begun, icon: Archive },
  "import.started": { text: m.activity_import_started, icon: RotateCw },
  "import.finished": { text: m.activity_import_finished, icon: Check },
  "import.failed": { text: m.activity_import_failed, icon: Ban },
  "import.cancelled": { text: m.activity_import_cancelled, icon: Ban },
  "api_key.created": { text: m.activity_api_key_created, icon: KeyRound },
  "api_key.renamed": { text: m.activity_api_key_renamed, icon: Pencil },
  "api_key.revoked": { text: m.activity_api_key_revoked, icon: Ban },
  "file.uploaded": { text: m.activity_file_uploaded, icon: Paperclip },
  "file.claimed": { text: m.activity_file_claimed, icon: Check },
  "file.discarded": { text: m.activity_file_discarded, icon: Trash },
  "activity_log.exported": { text: m.activity_log_exported, icon: Archive },
  "user.created": { text: m.activity_user_created, icon: Plus },
  "user.updated": { text: m.activity_user_updated, icon: Pencil },
  "user.signed_in": { text: m.activity_user_signed_in },
  "user.email_confirmed": { text: m.activity_user_email_confirmed, icon: Check },
  "user.deactivated": { text: m.activity_user_deactivated, icon: Ban },
  "user.reactivated": { text: m.activity_user_reactivated, icon: CirclePlay },
  "user.ownership_transferred": { text: m.activity_user_ownership_transferred, icon: KeyRound },
  "user.password_changed": { text: m.activity_user_password_changed, icon: KeyRound },
  "user.password_reset": { text: m.activity_user_password_reset, icon: KeyRound },
  "user.password_reset_sent": { text: m.activity_user_password_reset_sent, icon: Send },
  "user.other_sessions_ended": { text: m.activity_user_other_sessions_ended, icon: Ban },
  "user.recovery_codes_renewed": { text: m.activity_user_recovery_codes_renewed, icon: RotateCw },
  "user.revealed": { text: m.activity_user_revealed, icon: Eye },
  "totp.set_up": { text: m.activity_totp_set_up, icon: ShieldCheck },
  "totp.switched_on": { text: m.activity_totp_switched_on, icon: ShieldCheck },
  "totp.switched_off": { text: m.activity_totp_switched_off, icon: ShieldOff },
  "totp.used": { text: m.activity_totp_used },
  "recovery_code.used": { text: m.activity_recovery_code_used },
  "user_profile.updated": { text: m.activity_user_profile_updated, icon: Pencil },
  "user_profile.avatar_set": { text: m.activity_user_profile_avatar_set, icon: Pencil },
  "user_profile.avatar_removed": { text: m.activity_user_profile_avatar_removed, icon: Trash },
  "user_profile.identity_submitted": { text: m.activity_user_profile_identity_submitted, icon: Send },
  "user_profile.identity_verified": { text: m.activity_user_profile_identity_verified, icon: Check },
  "user_profile.identity_rejected": { text: m.activity_user_profile_identity_rejected, icon: Ban },
  "invitation.created": { text: m.activity_invitation_created, icon: Plus },
  "invitation.resent": { text: m.activity_invitation_resent, icon: Send },
  "invitation.revoked": { text: m.activity_invitation_revoked, icon: Ban },
  "invitation.accepted": { text: m.activity_invitation_accepted, icon: Check },
  "role.created": { text: m.activity_role_created, icon: Plus },
  "role.updated": { text: m.activity_role_updated, icon: Pencil },
  "role.deleted": { text: m.activity_role_deleted, icon: Trash },
  "session.ended": { text: m.activity_session_ended },
  "webhook.replayed": { text: m.activity_webhook_replayed, icon: RotateCw },
};
