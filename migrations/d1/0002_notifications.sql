CREATE TABLE `announcements` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`outlets` text NOT NULL,
	`audience` text NOT NULL,
	`state` text NOT NULL,
	`last_user_id` text,
	`recipients` integer DEFAULT 0 NOT NULL,
	`sent_by_id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`notification_id` text NOT NULL,
	`resend_of_id` text,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`provider` text NOT NULL,
	`connection_id` text,
	`recipient_kind` text NOT NULL,
	`recipient_id` text NOT NULL,
	`address` text NOT NULL,
	`locale` text NOT NULL,
	`content` text NOT NULL,
	`template_only` integer DEFAULT false NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`attempt_id` text,
	`unresolved_at` integer,
	`due_at` integer NOT NULL,
	`failure_class` text,
	`failure_code` text,
	`failure_detail` text,
	`provider_message_id` text,
	`sent_at` integer,
	`delivered_at` integer,
	`read_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`notification_id`) REFERENCES `notifications`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`due_at`) WHERE "deliveries"."state" in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX `deliveries_notification` ON `deliveries` (`tenant_id`,`notification_id`);--> statement-breakpoint
CREATE INDEX `deliveries_state` ON `deliveries` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_channel` ON `deliveries` (`tenant_id`,`channel`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_channel_newest` ON `deliveries` (`tenant_id`,`channel`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_kind` ON `deliveries` (`tenant_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_address` ON `deliveries` (`tenant_id`,`address`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_resend` ON `deliveries` (`tenant_id`,`resend_of_id`);--> statement-breakpoint
CREATE INDEX `deliveries_provider_message` ON `deliveries` (`tenant_id`,`provider`,`provider_message_id`) WHERE "deliveries"."provider_message_id" is not null;--> statement-breakpoint
CREATE TABLE `delivery_attempts` (
	`tenant_id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`number` integer NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`failure_class` text,
	`failure_code` text,
	`failure_detail` text,
	`answer_status` integer,
	`answer_body` text,
	PRIMARY KEY(`tenant_id`, `delivery_id`, `number`),
	FOREIGN KEY (`tenant_id`,`delivery_id`) REFERENCES `deliveries`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `notification_preferences` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`locale` text NOT NULL,
	`outlets` text NOT NULL,
	`quiet_from` text,
	`quiet_to` text,
	`muted_until` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `notification_rules` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`enabled` integer NOT NULL,
	`outlets` text,
	`roles` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `notification_template_versions` (
	`tenant_id` text NOT NULL,
	`template_id` text NOT NULL,
	`version` integer NOT NULL,
	`subject` text,
	`body` text,
	`provider_template` text,
	`saved_by_id` text NOT NULL,
	`saved_by_name` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `template_id`, `version`),
	FOREIGN KEY (`tenant_id`,`template_id`) REFERENCES `notification_templates`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `notification_templates` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`outlet` text NOT NULL,
	`locale` text NOT NULL,
	`subject` text,
	`body` text,
	`provider_template` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_templates_key` ON `notification_templates` (`tenant_id`,`kind`,`outlet`,`locale`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`source_key` text NOT NULL,
	`recipient_kind` text NOT NULL,
	`recipient_id` text NOT NULL,
	`locale` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`link` text,
	`variables` text NOT NULL,
	`in_feed` integer NOT NULL,
	`read_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_number` ON `notifications` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_source` ON `notifications` (`tenant_id`,`source_key`,`kind`,`recipient_id`);--> statement-breakpoint
CREATE INDEX `notifications_kind` ON `notifications` (`tenant_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_feed` ON `notifications` (`tenant_id`,`recipient_id`,`id`) WHERE "notifications"."in_feed";--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`tenant_id`,`recipient_id`,`id`) WHERE "notifications"."in_feed" and "notifications"."read_at" is null;--> statement-breakpoint
CREATE TABLE `push_devices` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`token_sealed` text NOT NULL,
	`token_digest` text NOT NULL,
	`seen_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`user_id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_devices_token` ON `push_devices` (`tenant_id`,`token_digest`);--> statement-breakpoint
CREATE INDEX `push_devices_user` ON `push_devices` (`tenant_id`,`user_id`,`id`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`channel` text NOT NULL,
	`address` text NOT NULL,
	`reason` text NOT NULL,
	`delivery_id` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `channel`, `address`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `suppressions_id` ON `suppressions` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `suppressions_channel` ON `suppressions` (`tenant_id`,`channel`,`id`);--> statement-breakpoint
CREATE TABLE `telegram_links` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`code_hash` text,
	`code_expires_at` integer,
	`chat_id` text,
	`chat_name` text,
	`linked_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`id`) REFERENCES `users`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `telegram_links_code` ON `telegram_links` (`tenant_id`,`code_hash`);--> statement-breakpoint
CREATE INDEX `telegram_links_chat` ON `telegram_links` (`tenant_id`,`chat_id`);--> statement-breakpoint
CREATE TABLE `whatsapp_windows` (
	`tenant_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`address` text NOT NULL,
	`last_inbound_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `connection_id`, `address`)
);
--> statement-breakpoint
CREATE TABLE `task_runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`task_id` text NOT NULL,
	`trigger` text NOT NULL,
	`due_at` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease_until` integer,
	`started_at` integer,
	`finished_at` integer,
	`outcome` text,
	`started_by_id` text,
	`started_by_name` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`task_id`) REFERENCES `tasks`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `task_runs_task` ON `task_runs` (`tenant_id`,`task_id`,`id`);--> statement-breakpoint
CREATE INDEX `task_runs_state` ON `task_runs` (`tenant_id`,`state`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `task_runs_active` ON `task_runs` (`tenant_id`,`task_id`) WHERE "task_runs"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX `task_runs_moment` ON `task_runs` (`tenant_id`,`task_id`,`due_at`) WHERE "task_runs"."trigger" = 'schedule';--> statement-breakpoint
CREATE TABLE `tasks` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text,
	`is_built_in` integer NOT NULL,
	`schedule` text NOT NULL,
	`settings` text NOT NULL,
	`secret_sealed` text,
	`enabled` integer NOT NULL,
	`next_run_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_built_in` ON `tasks` (`tenant_id`,`kind`) WHERE "tasks"."is_built_in";--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`next_run_at`) WHERE "tasks"."enabled";--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`signature` text NOT NULL,
	`secret_sealed` text,
	`allowed_addresses` text NOT NULL,
	`action` text NOT NULL,
	`mapping` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_endpoints_key` ON `webhook_endpoints` (`tenant_id`,`key`);--> statement-breakpoint
ALTER TABLE `invoices` ADD `serial` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_serial` ON `invoices` (`tenant_id`,`serial`);--> statement-breakpoint
ALTER TABLE `webhook_receipts` ADD `query` text;--> statement-breakpoint
ALTER TABLE `webhook_receipts` ADD `dedupe_key` text;--> statement-breakpoint
CREATE INDEX `webhook_receipts_provider_state` ON `webhook_receipts` (`tenant_id`,`provider`,`state`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_receipts_dedupe` ON `webhook_receipts` (`tenant_id`,`dedupe_key`,`provider`);
--> statement-breakpoint
-- What is there already is counted in the order in which it was made.
UPDATE `invoices` SET `serial` = `counted`.`place` FROM (
  SELECT `tenant_id`, `id`, row_number() OVER (PARTITION BY `tenant_id` ORDER BY `id`) AS `place` FROM `invoices`
) AS `counted` WHERE `counted`.`tenant_id` = `invoices`.`tenant_id` AND `counted`.`id` = `invoices`.`id`;--> statement-breakpoint
INSERT INTO `sequences` (`tenant_id`, `series`, `value`)
SELECT `tenant_id`, 'invoice', count(*) FROM `invoices` GROUP BY `tenant_id`;--> statement-breakpoint
-- Everybody has a feed, so a company's own roles have one too.
UPDATE `roles` SET `permissions` = json_insert(`permissions`, '$[#]', 'notifications:read');
