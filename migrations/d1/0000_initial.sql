CREATE TABLE `sequences` (
	`tenant_id` text NOT NULL,
	`series` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `series`)
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`tenant_id` text NOT NULL,
	`actor_id` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`body` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `actor_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `counters` (
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`count` integer NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`permissions` text NOT NULL,
	`allowed_addresses` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	`last_used_address` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`tenant_id`,`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_user` ON `api_keys` (`tenant_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`version` integer NOT NULL,
	`action` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL,
	`at` integer NOT NULL,
	`linked_at` integer,
	PRIMARY KEY(`tenant_id`, `entity`, `entity_id`, `version`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_entries_id` ON `audit_entries` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_entity` ON `audit_entries` (`tenant_id`,`entity_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_kind` ON `audit_entries` (`tenant_id`,`entity`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_actor` ON `audit_entries` (`tenant_id`,`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_unlinked` ON `audit_entries` (`tenant_id`,`id`) WHERE "audit_entries"."linked_at" is null;--> statement-breakpoint
CREATE INDEX `audit_entries_action` ON `audit_entries` (`tenant_id`,`action`,`id`);--> statement-breakpoint
CREATE TABLE `audit_links` (
	`tenant_id` text NOT NULL,
	`position` integer NOT NULL,
	`entry_id` text NOT NULL,
	`hash` text NOT NULL,
	`previous_hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `position`),
	FOREIGN KEY (`tenant_id`,`entry_id`) REFERENCES `audit_entries`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_links_entry` ON `audit_links` (`tenant_id`,`entry_id`);--> statement-breakpoint
CREATE TABLE `billed_periods` (
	`tenant_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`period` text NOT NULL,
	`invoice_id` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `subscription_id`, `period`),
	FOREIGN KEY (`tenant_id`,`subscription_id`) REFERENCES `subscriptions`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `billing_days` (
	`tenant_id` text NOT NULL,
	`date` text NOT NULL,
	`brand_id` text NOT NULL,
	`issued_count` integer NOT NULL,
	`issued_amount` integer NOT NULL,
	`paid_count` integer NOT NULL,
	`paid_amount` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `date`, `brand_id`)
);
--> statement-breakpoint
CREATE TABLE `billing_run_lines` (
	`tenant_id` text NOT NULL,
	`run_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`subscription_version` integer NOT NULL,
	`customer_id` text NOT NULL,
	`brand_id` text NOT NULL,
	`draft` text NOT NULL,
	`total` integer NOT NULL,
	`state` text NOT NULL,
	`skip_reason` text,
	`invoice_id` text,
	PRIMARY KEY(`tenant_id`, `run_id`, `subscription_id`),
	FOREIGN KEY (`tenant_id`,`run_id`) REFERENCES `billing_runs`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `billing_run_lines_state` ON `billing_run_lines` (`tenant_id`,`run_id`,`state`,`subscription_id`);--> statement-breakpoint
CREATE TABLE `billing_runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`period` text NOT NULL,
	`brand_id` text,
	`issued_on` text NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`cursor` text NOT NULL,
	`subscriptions` integer DEFAULT 0 NOT NULL,
	`issued` integer DEFAULT 0 NOT NULL,
	`issued_total` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`tax` integer DEFAULT 0 NOT NULL,
	`finished_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `billing_runs_number` ON `billing_runs` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `billing_runs_open` ON `billing_runs` (`tenant_id`) WHERE "billing_runs"."state" in ('preparing', 'ready', 'issuing');--> statement-breakpoint
CREATE TABLE `checkouts` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`provider` text NOT NULL,
	`amount` integer NOT NULL,
	`state` text NOT NULL,
	`method` text NOT NULL,
	`provider_id` text,
	`url` text,
	`expires_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `checkouts_invoice` ON `checkouts` (`tenant_id`,`invoice_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_credits` (
	`tenant_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`balance` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `customer_id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "customer_credits_balance" CHECK("customer_credits"."balance" >= 0)
);
--> statement-breakpoint
CREATE TABLE `invoice_items` (
	`tenant_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`line` integer NOT NULL,
	`description` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_price` integer NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `invoice_id`, `line`),
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoice_items_amount" CHECK("invoice_items"."amount" = "invoice_items"."quantity" * "invoice_items"."unit_price")
);
--> statement-breakpoint
CREATE TABLE `invoices` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text,
	`customer_id` text NOT NULL,
	`brand_id` text NOT NULL,
	`subscription_id` text,
	`run_id` text,
	`period` text,
	`state` text NOT NULL,
	`issued_on` text,
	`due_on` text NOT NULL,
	`subtotal` integer NOT NULL,
	`discount` integer NOT NULL,
	`tax_rate_basis_points` integer NOT NULL,
	`tax_inclusive` integer NOT NULL,
	`tax` integer NOT NULL,
	`total` integer NOT NULL,
	`paid` integer DEFAULT 0 NOT NULL,
	`paid_at` integer,
	`note` text,
	`public_token` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoices_paid" CHECK("invoices"."paid" >= 0 and "invoices"."paid" <= "invoices"."total"),
	CONSTRAINT "invoices_amounts" CHECK("invoices"."total" >= 0 and "invoices"."tax" >= 0 and "invoices"."discount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_token` ON `invoices` (`tenant_id`,`public_token`);--> statement-breakpoint
CREATE INDEX `invoices_state` ON `invoices` (`tenant_id`,`state`,`due_on`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_state_newest` ON `invoices` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_customer` ON `invoices` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_customer_state` ON `invoices` (`tenant_id`,`customer_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_period` ON `invoices` (`tenant_id`,`period`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_period_state` ON `invoices` (`tenant_id`,`period`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `payments` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`customer_id` text,
	`invoice_id` text,
	`brand_id` text,
	`method` text NOT NULL,
	`channel` text,
	`amount` integer NOT NULL,
	`applied` integer NOT NULL,
	`credited` integer NOT NULL,
	`provider` text,
	`provider_reference` text,
	`received_at` integer NOT NULL,
	`received_on` text NOT NULL,
	`note` text,
	`alert` text,
	`alert_resolved_at` integer,
	`recorded_by` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amount" CHECK("payments"."amount" > 0 and "payments"."applied" >= 0 and "payments"."credited" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_number` ON `payments` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_provider_reference` ON `payments` (`tenant_id`,`provider`,`provider_reference`);--> statement-breakpoint
CREATE INDEX `payments_customer` ON `payments` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `payments_invoice` ON `payments` (`tenant_id`,`invoice_id`,`id`);--> statement-breakpoint
CREATE INDEX `payments_alert` ON `payments` (`tenant_id`,`id`) WHERE "payments"."alert" is not null and "payments"."alert_resolved_at" is null;--> statement-breakpoint
CREATE TABLE `plans` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`price` integer NOT NULL,
	`download_mbps` integer,
	`upload_mbps` integer,
	`description` text,
	`archived_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	CONSTRAINT "plans_price" CHECK("plans"."price" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plans_number` ON `plans` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `plans_name` ON `plans` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`customer_id` text NOT NULL,
	`brand_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`state` text NOT NULL,
	`price` integer,
	`discount` integer DEFAULT 0 NOT NULL,
	`anchor_day` integer NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`next_period` text NOT NULL,
	`bill_from` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`plan_id`) REFERENCES `plans`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "subscriptions_anchor" CHECK("subscriptions"."anchor_day" between 1 and 31),
	CONSTRAINT "subscriptions_discount" CHECK("subscriptions"."discount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_number` ON `subscriptions` (`tenant_id`,`number`);--> statement-breakpoint
CREATE INDEX `subscriptions_customer` ON `subscriptions` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptions_plan` ON `subscriptions` (`tenant_id`,`plan_id`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptions_state` ON `subscriptions` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptions_ending` ON `subscriptions` (`tenant_id`,`ends_on`) WHERE "subscriptions"."ends_on" is not null and "subscriptions"."state" <> 'terminated';--> statement-breakpoint
CREATE TABLE `connections` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`provider` text NOT NULL,
	`brand_id` text,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`settings` text NOT NULL,
	`sealed_secrets` text NOT NULL,
	`last_test` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connections_provider` ON `connections` (`tenant_id`,`provider`,`id`);--> statement-breakpoint
CREATE TABLE `customer_terms` (
	`tenant_id` text NOT NULL,
	`term` text NOT NULL,
	`customer_id` text NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `term`, `customer_id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `customer_terms_customer` ON `customer_terms` (`tenant_id`,`customer_id`,`term`);--> statement-breakpoint
CREATE INDEX `customer_terms_inactive` ON `customer_terms` (`tenant_id`,`term`,`customer_id`) WHERE "customer_terms"."status" = 'inactive';--> statement-breakpoint
CREATE TABLE `customers` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`brand_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`phone` text,
	`address` text,
	`address_line_2` text,
	`block` text,
	`unit` text,
	`latitude` real,
	`longitude` real,
	`ktp_sealed` text,
	`ktp_digest` text,
	`ktp_hint` text,
	`installed_on` text,
	`note` text,
	`status` text NOT NULL,
	`deleted_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_number` ON `customers` (`tenant_id`,`number`);--> statement-breakpoint
CREATE INDEX `customers_name` ON `customers` (`tenant_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `customers_brand` ON `customers` (`tenant_id`,`brand_id`,`id`);--> statement-breakpoint
CREATE INDEX `customers_brand_name` ON `customers` (`tenant_id`,`brand_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `customers_status` ON `customers` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `customers_ktp` ON `customers` (`tenant_id`,`ktp_digest`);--> statement-breakpoint
CREATE TABLE `files` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`owner_entity` text NOT NULL,
	`owner_id` text NOT NULL,
	`purpose` text NOT NULL,
	`content_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`uploaded_by` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `files_owner` ON `files` (`tenant_id`,`owner_entity`,`owner_id`,`id`);--> statement-breakpoint
CREATE TABLE `postings` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	CONSTRAINT "postings_amount_positive" CHECK("postings"."amount" > 0),
	CONSTRAINT "postings_two_sided" CHECK("postings"."debit" <> "postings"."credit")
);
--> statement-breakpoint
CREATE INDEX `postings_debit` ON `postings` (`tenant_id`,`debit`,`id`);--> statement-breakpoint
CREATE INDEX `postings_credit` ON `postings` (`tenant_id`,`credit`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`last_error` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`tenant_id`,`id`) WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE TABLE `export_parts` (
	`tenant_id` text NOT NULL,
	`export_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`object_key` text NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text,
	PRIMARY KEY(`tenant_id`, `export_id`, `position`),
	FOREIGN KEY (`tenant_id`,`export_id`) REFERENCES `exports`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `export_parts_name` ON `export_parts` (`tenant_id`,`export_id`,`name`);--> statement-breakpoint
CREATE TABLE `exports` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`key_sealed` text,
	`salt` text NOT NULL,
	`proof` text NOT NULL,
	`cursor` text,
	`parts` integer DEFAULT 0 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL,
	`requested_by` text NOT NULL,
	`finished_at` integer,
	`expires_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exports_running` ON `exports` (`tenant_id`) WHERE "exports"."state" = 'running';--> statement-breakpoint
CREATE TABLE `import_parts` (
	`tenant_id` text NOT NULL,
	`import_id` text NOT NULL,
	`name` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `import_id`, `name`),
	FOREIGN KEY (`tenant_id`,`import_id`) REFERENCES `imports`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`manifest` text NOT NULL,
	`key_sealed` text,
	`position` integer DEFAULT 0 NOT NULL,
	`line` integer DEFAULT 0 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`requested_by` text NOT NULL,
	`finished_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `imports_open` ON `imports` (`tenant_id`) WHERE "imports"."state" in ('receiving', 'running');--> statement-breakpoint
CREATE TABLE `brands` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`address` text,
	`phone` text,
	`email` text,
	`tax_rate_basis_points` integer DEFAULT 0 NOT NULL,
	`tax_inclusive` integer DEFAULT false NOT NULL,
	`archived_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `brands_code` ON `brands` (`tenant_id`,`code`);--> statement-breakpoint
CREATE TABLE `tenant_directory` (
	`slug` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`shard` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenant_directory_tenant` ON `tenant_directory` (`tenant`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`kinds` text NOT NULL,
	`time_zone` text NOT NULL,
	`state` text NOT NULL,
	`settings` text NOT NULL,
	`maintenance` text,
	`delete_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`email` text,
	`role` text NOT NULL,
	`custom_role_id` text,
	`token_hash` text NOT NULL,
	`state` text NOT NULL,
	`expires_at` integer NOT NULL,
	`invited_by_id` text NOT NULL,
	`user_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`custom_role_id`) REFERENCES `roles`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`tenant_id`,`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_state` ON `invitations` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `owner_counts` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`owners` integer NOT NULL,
	CONSTRAINT "owner_counts_one_left" CHECK("owner_counts"."owners" >= 1)
);
--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`used_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_codes_code` ON `recovery_codes` (`tenant_id`,`code_hash`);--> statement-breakpoint
CREATE INDEX `recovery_codes_user` ON `recovery_codes` (`tenant_id`,`user_id`,`id`);--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`session_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`used_at` integer,
	`successor` text,
	PRIMARY KEY(`tenant_id`, `hash`),
	FOREIGN KEY (`tenant_id`,`session_id`) REFERENCES `sessions`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `refresh_tokens_session` ON `refresh_tokens` (`tenant_id`,`session_id`);--> statement-breakpoint
CREATE TABLE `roles` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`base` text NOT NULL,
	`permissions` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name` ON `roles` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`user_agent` text,
	`address` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`ended_reason` text,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_open` ON `sessions` (`tenant_id`,`user_id`,`id`) WHERE "sessions"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `totp_secrets` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`secret_sealed` text,
	`confirmed_at` integer,
	`last_step` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `user_profiles` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`full_name` text,
	`phone` text,
	`address` text,
	`birth_date` text,
	`gender` text,
	`bank_name` text,
	`bank_holder` text,
	`bank_number_sealed` text,
	`bank_number_hint` text,
	`avatar_file_id` text,
	`identity_state` text NOT NULL,
	`identity_file_id` text,
	`identity_rejected_reason` text,
	`identity_submitted_at` integer,
	`identity_reviewed_at` integer,
	`identity_reviewed_by` text,
	`ktp_sealed` text,
	`ktp_digest` text,
	`ktp_hint` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `user_profiles_identity` ON `user_profiles` (`tenant_id`,`identity_state`,`id`);--> statement-breakpoint
CREATE TABLE `user_terms` (
	`tenant_id` text NOT NULL,
	`term` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `term`, `user_id`),
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `user_terms_user` ON `user_terms` (`tenant_id`,`user_id`,`term`);--> statement-breakpoint
CREATE TABLE `users` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`username` text NOT NULL,
	`password_hash` text NOT NULL,
	`password_must_change` integer DEFAULT false NOT NULL,
	`role` text NOT NULL,
	`custom_role_id` text,
	`state` text NOT NULL,
	`email_confirmed_at` integer,
	`last_login_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`custom_role_id`) REFERENCES `roles`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_number` ON `users` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`tenant_id`,`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`tenant_id`,`username`);--> statement-breakpoint
CREATE INDEX `users_role` ON `users` (`tenant_id`,`role`,`id`);--> statement-breakpoint
CREATE INDEX `users_state` ON `users` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `users_role_state` ON `users` (`tenant_id`,`role`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `users_custom_role` ON `users` (`tenant_id`,`custom_role_id`,`id`);--> statement-breakpoint
CREATE TABLE `webhook_receipts` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`provider` text NOT NULL,
	`connection_id` text,
	`state` text NOT NULL,
	`method` text NOT NULL,
	`headers` text NOT NULL,
	`body` text NOT NULL,
	`address` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`outcome` text,
	`event_id` text,
	`received_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `webhook_receipts_provider` ON `webhook_receipts` (`tenant_id`,`provider`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_receipts_state` ON `webhook_receipts` (`tenant_id`,`state`,`id`);