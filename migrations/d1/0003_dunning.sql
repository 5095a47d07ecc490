CREATE TABLE `dunning_rounds` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `dunning_rounds_age` ON `dunning_rounds` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `reminder_schedules` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`brand_id` text,
	`rules` text,
	`saved_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `reminders` (
	`tenant_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`step` text NOT NULL,
	`told_on` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `invoice_id`, `step`),
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reminders_day` ON `reminders` (`tenant_id`,`invoice_id`,`told_on`);--> statement-breakpoint
CREATE TABLE `suspension_exemptions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`subscription_id` text,
	`target_id` text NOT NULL,
	`until` text,
	`reason` text NOT NULL,
	`created_by_name` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`subscription_id`) REFERENCES `subscriptions`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `suspension_exemptions_target` ON `suspension_exemptions` (`tenant_id`,`target_id`);--> statement-breakpoint
CREATE INDEX `suspension_exemptions_customer` ON `suspension_exemptions` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `suspension_policies` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`brand_id` text,
	`policy` text,
	`active_from` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `subscriptions` ADD `suspension_cause` text;--> statement-breakpoint
ALTER TABLE `subscriptions` ADD `suspended_at` integer;