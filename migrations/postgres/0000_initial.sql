CREATE TABLE "sequences" (
	"tenant_id" text collate "C" NOT NULL,
	"series" text collate "C" NOT NULL,
	"value" integer NOT NULL,
	CONSTRAINT "sequences_pk" PRIMARY KEY("tenant_id","series")
);--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"tenant_id" text collate "C" NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"request_hash" text collate "C" NOT NULL,
	"status" integer,
	"body" text collate "C",
	"created_at" bigint NOT NULL,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("tenant_id","actor_id","key")
);--> statement-breakpoint
CREATE TABLE "counters" (
	"tenant_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"count" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "counters_pk" PRIMARY KEY("tenant_id","name")
);--> statement-breakpoint
CREATE TABLE "api_keys" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL,
	"hint" text collate "C" NOT NULL,
	"permissions" jsonb NOT NULL,
	"allowed_addresses" jsonb NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"expires_at" bigint,
	"revoked_at" bigint,
	"last_used_at" bigint,
	"last_used_address" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "api_keys_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"entity" text collate "C" NOT NULL,
	"entity_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"action" text collate "C" NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"actor" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"linked_at" bigint,
	CONSTRAINT "audit_entries_pk" PRIMARY KEY("tenant_id","entity","entity_id","version")
);--> statement-breakpoint
CREATE TABLE "audit_links" (
	"tenant_id" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"entry_id" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL,
	"previous_hash" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "audit_links_pk" PRIMARY KEY("tenant_id","position")
);--> statement-breakpoint
CREATE TABLE "billed_periods" (
	"tenant_id" text collate "C" NOT NULL,
	"subscription_id" text collate "C" NOT NULL,
	"period" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	CONSTRAINT "billed_periods_pk" PRIMARY KEY("tenant_id","subscription_id","period")
);--> statement-breakpoint
CREATE TABLE "billing_days" (
	"tenant_id" text collate "C" NOT NULL,
	"date" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"issued_count" integer NOT NULL,
	"issued_amount" bigint NOT NULL,
	"paid_count" integer NOT NULL,
	"paid_amount" bigint NOT NULL,
	CONSTRAINT "billing_days_pk" PRIMARY KEY("tenant_id","date","brand_id")
);--> statement-breakpoint
CREATE TABLE "billing_run_lines" (
	"tenant_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"subscription_id" text collate "C" NOT NULL,
	"subscription_version" integer NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"draft" jsonb NOT NULL,
	"total" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"skip_reason" text collate "C",
	"invoice_id" text collate "C",
	CONSTRAINT "billing_run_lines_pk" PRIMARY KEY("tenant_id","run_id","subscription_id")
);--> statement-breakpoint
CREATE TABLE "billing_runs" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"period" text collate "C" NOT NULL,
	"brand_id" text collate "C",
	"issued_on" text collate "C" NOT NULL,
	"due_on" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"cursor" text collate "C" NOT NULL,
	"subscriptions" integer DEFAULT 0 NOT NULL,
	"issued" integer DEFAULT 0 NOT NULL,
	"issued_total" bigint DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"tax" bigint DEFAULT 0 NOT NULL,
	"finished_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "billing_runs_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "checkouts" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	"connection_id" text collate "C" NOT NULL,
	"provider" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"method" text collate "C" NOT NULL,
	"provider_id" text collate "C",
	"url" text collate "C",
	"expires_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "checkouts_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "customer_credits" (
	"tenant_id" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"balance" bigint NOT NULL,
	CONSTRAINT "customer_credits_pk" PRIMARY KEY("tenant_id","customer_id"),
	CONSTRAINT "customer_credits_balance" CHECK ("customer_credits"."balance" >= 0)
);--> statement-breakpoint
CREATE TABLE "invoice_items" (
	"tenant_id" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	"line" integer NOT NULL,
	"description" text collate "C" NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price" bigint NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "invoice_items_pk" PRIMARY KEY("tenant_id","invoice_id","line"),
	CONSTRAINT "invoice_items_amount" CHECK ("invoice_items"."amount" = "invoice_items"."quantity" * "invoice_items"."unit_price")
);--> statement-breakpoint
CREATE TABLE "invoices" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" text collate "C",
	"customer_id" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"subscription_id" text collate "C",
	"run_id" text collate "C",
	"period" text collate "C",
	"state" text collate "C" NOT NULL,
	"issued_on" text collate "C",
	"due_on" text collate "C" NOT NULL,
	"subtotal" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"tax_rate_basis_points" integer NOT NULL,
	"tax_inclusive" boolean NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"paid" bigint DEFAULT 0 NOT NULL,
	"paid_at" bigint,
	"note" text collate "C",
	"public_token" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "invoices_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "invoices_paid" CHECK ("invoices"."paid" >= 0 and "invoices"."paid" <= "invoices"."total"),
	CONSTRAINT "invoices_amounts" CHECK ("invoices"."total" >= 0 and "invoices"."tax" >= 0 and "invoices"."discount" >= 0)
);--> statement-breakpoint
CREATE TABLE "payments" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" text collate "C" NOT NULL,
	"customer_id" text collate "C",
	"invoice_id" text collate "C",
	"brand_id" text collate "C",
	"method" text collate "C" NOT NULL,
	"channel" text collate "C",
	"amount" bigint NOT NULL,
	"applied" bigint NOT NULL,
	"credited" bigint NOT NULL,
	"provider" text collate "C",
	"provider_reference" text collate "C",
	"received_at" bigint NOT NULL,
	"received_on" text collate "C" NOT NULL,
	"note" text collate "C",
	"alert" text collate "C",
	"alert_resolved_at" bigint,
	"recorded_by" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "payments_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "payments_amount" CHECK ("payments"."amount" > 0 and "payments"."applied" >= 0 and "payments"."credited" >= 0)
);--> statement-breakpoint
CREATE TABLE "plans" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"name_key" text collate "C" NOT NULL,
	"price" bigint NOT NULL,
	"download_mbps" integer,
	"upload_mbps" integer,
	"description" text collate "C",
	"archived_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "plans_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "plans_price" CHECK ("plans"."price" >= 0)
);--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"plan_id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"price" bigint,
	"discount" bigint DEFAULT 0 NOT NULL,
	"anchor_day" integer NOT NULL,
	"starts_on" text collate "C" NOT NULL,
	"ends_on" text collate "C",
	"next_period" text collate "C" NOT NULL,
	"bill_from" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "subscriptions_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "subscriptions_anchor" CHECK ("subscriptions"."anchor_day" between 1 and 31),
	CONSTRAINT "subscriptions_discount" CHECK ("subscriptions"."discount" >= 0)
);--> statement-breakpoint
CREATE TABLE "connections" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"provider" text collate "C" NOT NULL,
	"brand_id" text collate "C",
	"name" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_secrets" jsonb NOT NULL,
	"last_test" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "connections_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "customer_terms" (
	"tenant_id" text collate "C" NOT NULL,
	"term" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	CONSTRAINT "customer_terms_pk" PRIMARY KEY("tenant_id","term","customer_id")
);--> statement-breakpoint
CREATE TABLE "customers" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"email" text collate "C",
	"phone" text collate "C",
	"address" text collate "C",
	"address_line_2" text collate "C",
	"block" text collate "C",
	"unit" text collate "C",
	"latitude" double precision,
	"longitude" double precision,
	"ktp_sealed" text collate "C",
	"ktp_digest" text collate "C",
	"ktp_hint" text collate "C",
	"installed_on" text collate "C",
	"note" text collate "C",
	"status" text collate "C" NOT NULL,
	"deleted_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "customers_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "files" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"owner_entity" text collate "C" NOT NULL,
	"owner_id" text collate "C" NOT NULL,
	"purpose" text collate "C" NOT NULL,
	"content_type" text collate "C" NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"uploaded_by" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "files_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "postings" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"debit" text collate "C" NOT NULL,
	"credit" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "postings_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "postings_amount_positive" CHECK ("postings"."amount" > 0),
	CONSTRAINT "postings_two_sided" CHECK ("postings"."debit" <> "postings"."credit")
);--> statement-breakpoint
CREATE TABLE "outbox" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"type" text collate "C" NOT NULL,
	"data" jsonb NOT NULL,
	"state" text collate "C" NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" bigint NOT NULL,
	"last_error" text collate "C",
	"created_at" bigint NOT NULL,
	CONSTRAINT "outbox_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "export_parts" (
	"tenant_id" text collate "C" NOT NULL,
	"export_id" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"object_key" text collate "C" NOT NULL,
	"rows" integer NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text collate "C",
	CONSTRAINT "export_parts_pk" PRIMARY KEY("tenant_id","export_id","position")
);--> statement-breakpoint
CREATE TABLE "exports" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"key_sealed" text collate "C",
	"salt" text collate "C" NOT NULL,
	"proof" text collate "C" NOT NULL,
	"cursor" jsonb,
	"parts" integer DEFAULT 0 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"requested_by" text collate "C" NOT NULL,
	"finished_at" bigint,
	"expires_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "exports_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "import_parts" (
	"tenant_id" text collate "C" NOT NULL,
	"import_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text collate "C" NOT NULL,
	CONSTRAINT "import_parts_pk" PRIMARY KEY("tenant_id","import_id","name")
);--> statement-breakpoint
CREATE TABLE "imports" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"manifest" jsonb NOT NULL,
	"key_sealed" text collate "C",
	"position" integer DEFAULT 0 NOT NULL,
	"line" integer DEFAULT 0 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"failure" text collate "C",
	"requested_by" text collate "C" NOT NULL,
	"finished_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "imports_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "brands" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"address" text collate "C",
	"phone" text collate "C",
	"email" text collate "C",
	"tax_rate_basis_points" integer DEFAULT 0 NOT NULL,
	"tax_inclusive" boolean DEFAULT false NOT NULL,
	"archived_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "brands_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "tenant_directory" (
	"slug" text collate "C" NOT NULL,
	"tenant" text collate "C" NOT NULL,
	"shard" integer NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "tenant_directory_pk" PRIMARY KEY("slug")
);--> statement-breakpoint
CREATE TABLE "tenants" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"slug" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"kinds" jsonb NOT NULL,
	"time_zone" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"settings" jsonb NOT NULL,
	"maintenance" jsonb,
	"delete_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "tenants_pk" PRIMARY KEY("tenant_id")
);--> statement-breakpoint
CREATE TABLE "invitations" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"email" text collate "C",
	"role" text collate "C" NOT NULL,
	"custom_role_id" text collate "C",
	"token_hash" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	"invited_by_id" text collate "C" NOT NULL,
	"user_id" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "invitations_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "owner_counts" (
	"tenant_id" text collate "C" NOT NULL,
	"owners" integer NOT NULL,
	CONSTRAINT "owner_counts_pk" PRIMARY KEY("tenant_id"),
	CONSTRAINT "owner_counts_one_left" CHECK ("owner_counts"."owners" >= 1)
);--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"code_hash" text collate "C" NOT NULL,
	"used_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "recovery_codes_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"tenant_id" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL,
	"session_id" text collate "C" NOT NULL,
	"issued_at" bigint NOT NULL,
	"used_at" bigint,
	"successor" text collate "C",
	CONSTRAINT "refresh_tokens_pk" PRIMARY KEY("tenant_id","hash")
);--> statement-breakpoint
CREATE TABLE "roles" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"name_key" text collate "C" NOT NULL,
	"base" text collate "C" NOT NULL,
	"permissions" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "roles_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "sessions" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"user_agent" text collate "C",
	"address" text collate "C",
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"expires_at" bigint NOT NULL,
	"ended_at" bigint,
	"ended_reason" text collate "C",
	CONSTRAINT "sessions_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "totp_secrets" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"secret_sealed" text collate "C",
	"confirmed_at" bigint,
	"last_step" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "totp_secrets_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "user_profiles" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"full_name" text collate "C",
	"phone" text collate "C",
	"address" text collate "C",
	"birth_date" text collate "C",
	"gender" text collate "C",
	"bank_name" text collate "C",
	"bank_holder" text collate "C",
	"bank_number_sealed" text collate "C",
	"bank_number_hint" text collate "C",
	"avatar_file_id" text collate "C",
	"identity_state" text collate "C" NOT NULL,
	"identity_file_id" text collate "C",
	"identity_rejected_reason" text collate "C",
	"identity_submitted_at" bigint,
	"identity_reviewed_at" bigint,
	"identity_reviewed_by" text collate "C",
	"ktp_sealed" text collate "C",
	"ktp_digest" text collate "C",
	"ktp_hint" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "user_profiles_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "user_terms" (
	"tenant_id" text collate "C" NOT NULL,
	"term" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	CONSTRAINT "user_terms_pk" PRIMARY KEY("tenant_id","term","user_id")
);--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"email" text collate "C" NOT NULL,
	"username" text collate "C" NOT NULL,
	"password_hash" text collate "C" NOT NULL,
	"password_must_change" boolean DEFAULT false NOT NULL,
	"role" text collate "C" NOT NULL,
	"custom_role_id" text collate "C",
	"state" text collate "C" NOT NULL,
	"email_confirmed_at" bigint,
	"last_login_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE TABLE "webhook_receipts" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"provider" text collate "C" NOT NULL,
	"connection_id" text collate "C",
	"state" text collate "C" NOT NULL,
	"method" text collate "C" NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text collate "C" NOT NULL,
	"address" text collate "C",
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" text collate "C",
	"event_id" text collate "C",
	"received_at" bigint NOT NULL,
	"finished_at" bigint,
	CONSTRAINT "webhook_receipts_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("tenant_id","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_id" ON "audit_entries" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_links_entry" ON "audit_links" USING btree ("tenant_id","entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "billing_runs_number" ON "billing_runs" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "billing_runs_open" ON "billing_runs" USING btree ("tenant_id") WHERE "billing_runs"."state" in ('preparing', 'ready', 'issuing');--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_number" ON "invoices" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_token" ON "invoices" USING btree ("tenant_id","public_token");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_number" ON "payments" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_provider_reference" ON "payments" USING btree ("tenant_id","provider","provider_reference");--> statement-breakpoint
CREATE UNIQUE INDEX "plans_number" ON "plans" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "plans_name" ON "plans" USING btree ("tenant_id","name_key");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_number" ON "subscriptions" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_number" ON "customers" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "export_parts_name" ON "export_parts" USING btree ("tenant_id","export_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "exports_running" ON "exports" USING btree ("tenant_id") WHERE "exports"."state" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "imports_open" ON "imports" USING btree ("tenant_id") WHERE "imports"."state" in ('receiving', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "brands_code" ON "brands" USING btree ("tenant_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_directory_tenant" ON "tenant_directory" USING btree ("tenant");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token" ON "invitations" USING btree ("tenant_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_codes_code" ON "recovery_codes" USING btree ("tenant_id","code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree ("tenant_id","name_key");--> statement-breakpoint
CREATE UNIQUE INDEX "users_number" ON "users" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("tenant_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "users" USING btree ("tenant_id","username");--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_links" ADD CONSTRAINT "audit_links_entry_fk" FOREIGN KEY ("tenant_id","entry_id") REFERENCES "public"."audit_entries"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billed_periods" ADD CONSTRAINT "billed_periods_subscription_fk" FOREIGN KEY ("tenant_id","subscription_id") REFERENCES "public"."subscriptions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billed_periods" ADD CONSTRAINT "billed_periods_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_run_lines" ADD CONSTRAINT "billing_run_lines_run_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."billing_runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_credits" ADD CONSTRAINT "customer_credits_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_items" ADD CONSTRAINT "invoice_items_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_plan_fk" FOREIGN KEY ("tenant_id","plan_id") REFERENCES "public"."plans"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_terms" ADD CONSTRAINT "customer_terms_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_parts" ADD CONSTRAINT "export_parts_export_fk" FOREIGN KEY ("tenant_id","export_id") REFERENCES "public"."exports"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_parts" ADD CONSTRAINT "import_parts_import_fk" FOREIGN KEY ("tenant_id","import_id") REFERENCES "public"."imports"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_custom_role_fk" FOREIGN KEY ("tenant_id","custom_role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_fk" FOREIGN KEY ("tenant_id","session_id") REFERENCES "public"."sessions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_secrets" ADD CONSTRAINT "totp_secrets_user_fk" FOREIGN KEY ("tenant_id","id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_profiles" ADD CONSTRAINT "user_profiles_user_fk" FOREIGN KEY ("tenant_id","id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_terms" ADD CONSTRAINT "user_terms_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_custom_role_fk" FOREIGN KEY ("tenant_id","custom_role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_user" ON "api_keys" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE INDEX "audit_entries_entity" ON "audit_entries" USING btree ("tenant_id","entity_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_kind" ON "audit_entries" USING btree ("tenant_id","entity","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("tenant_id","actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_unlinked" ON "audit_entries" USING btree ("tenant_id","id") WHERE "audit_entries"."linked_at" is null;--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("tenant_id","action","id");--> statement-breakpoint
CREATE INDEX "billing_run_lines_state" ON "billing_run_lines" USING btree ("tenant_id","run_id","state","subscription_id");--> statement-breakpoint
CREATE INDEX "checkouts_invoice" ON "checkouts" USING btree ("tenant_id","invoice_id","id");--> statement-breakpoint
CREATE INDEX "invoices_state" ON "invoices" USING btree ("tenant_id","state","due_on","id");--> statement-breakpoint
CREATE INDEX "invoices_state_newest" ON "invoices" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "invoices_customer" ON "invoices" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "invoices_customer_state" ON "invoices" USING btree ("tenant_id","customer_id","state","id");--> statement-breakpoint
CREATE INDEX "invoices_period" ON "invoices" USING btree ("tenant_id","period","id");--> statement-breakpoint
CREATE INDEX "invoices_period_state" ON "invoices" USING btree ("tenant_id","period","state","id");--> statement-breakpoint
CREATE INDEX "payments_customer" ON "payments" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "payments_invoice" ON "payments" USING btree ("tenant_id","invoice_id","id");--> statement-breakpoint
CREATE INDEX "payments_alert" ON "payments" USING btree ("tenant_id","id") WHERE "payments"."alert" is not null and "payments"."alert_resolved_at" is null;--> statement-breakpoint
CREATE INDEX "subscriptions_customer" ON "subscriptions" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "subscriptions_plan" ON "subscriptions" USING btree ("tenant_id","plan_id","id");--> statement-breakpoint
CREATE INDEX "subscriptions_state" ON "subscriptions" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "subscriptions_ending" ON "subscriptions" USING btree ("tenant_id","ends_on") WHERE "subscriptions"."ends_on" is not null and "subscriptions"."state" <> 'terminated';--> statement-breakpoint
CREATE INDEX "connections_provider" ON "connections" USING btree ("tenant_id","provider","id");--> statement-breakpoint
CREATE INDEX "customer_terms_customer" ON "customer_terms" USING btree ("tenant_id","customer_id","term");--> statement-breakpoint
CREATE INDEX "customer_terms_inactive" ON "customer_terms" USING btree ("tenant_id","term","customer_id") WHERE "customer_terms"."status" = 'inactive';--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("tenant_id","name","id");--> statement-breakpoint
CREATE INDEX "customers_brand" ON "customers" USING btree ("tenant_id","brand_id","id");--> statement-breakpoint
CREATE INDEX "customers_brand_name" ON "customers" USING btree ("tenant_id","brand_id","name","id");--> statement-breakpoint
CREATE INDEX "customers_status" ON "customers" USING btree ("tenant_id","status","id");--> statement-breakpoint
CREATE INDEX "customers_ktp" ON "customers" USING btree ("tenant_id","ktp_digest");--> statement-breakpoint
CREATE INDEX "files_owner" ON "files" USING btree ("tenant_id","owner_entity","owner_id","id");--> statement-breakpoint
CREATE INDEX "postings_debit" ON "postings" USING btree ("tenant_id","debit","id");--> statement-breakpoint
CREATE INDEX "postings_credit" ON "postings" USING btree ("tenant_id","credit","id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at") WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_dead" ON "outbox" USING btree ("tenant_id","id") WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "invitations_state" ON "invitations" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "recovery_codes_user" ON "recovery_codes" USING btree ("tenant_id","user_id","id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_session" ON "refresh_tokens" USING btree ("tenant_id","session_id");--> statement-breakpoint
CREATE INDEX "sessions_open" ON "sessions" USING btree ("tenant_id","user_id","id") WHERE "sessions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "user_profiles_identity" ON "user_profiles" USING btree ("tenant_id","identity_state","id");--> statement-breakpoint
CREATE INDEX "user_terms_user" ON "user_terms" USING btree ("tenant_id","user_id","term");--> statement-breakpoint
CREATE INDEX "users_role" ON "users" USING btree ("tenant_id","role","id");--> statement-breakpoint
CREATE INDEX "users_state" ON "users" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "users_role_state" ON "users" USING btree ("tenant_id","role","state","id");--> statement-breakpoint
CREATE INDEX "users_custom_role" ON "users" USING btree ("tenant_id","custom_role_id","id");--> statement-breakpoint
CREATE INDEX "webhook_receipts_provider" ON "webhook_receipts" USING btree ("tenant_id","provider","id");--> statement-breakpoint
CREATE INDEX "webhook_receipts_state" ON "webhook_receipts" USING btree ("tenant_id","state","id");
