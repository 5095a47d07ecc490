CREATE TABLE `plan_changes` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`effective_on` text NOT NULL,
	`state` text NOT NULL,
	`plan_id` text NOT NULL,
	`price` integer,
	`discount` integer NOT NULL,
	`previous_plan_id` text NOT NULL,
	`previous_price` integer,
	`previous_discount` integer NOT NULL,
	`difference` integer NOT NULL,
	`invoice_id` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`subscription_id`) REFERENCES `subscriptions`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`plan_id`) REFERENCES `plans`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`previous_plan_id`) REFERENCES `plans`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "plan_changes_discount" CHECK("plan_changes"."discount" >= 0 and "plan_changes"."previous_discount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plan_changes_day` ON `plan_changes` (`tenant_id`,`subscription_id`,`effective_on`) WHERE "plan_changes"."state" <> 'cancelled';--> statement-breakpoint
CREATE INDEX `plan_changes_subscription` ON `plan_changes` (`tenant_id`,`subscription_id`,`id`);--> statement-breakpoint
CREATE INDEX `plan_changes_due` ON `plan_changes` (`tenant_id`,`effective_on`) WHERE "plan_changes"."state" = 'planned';--> statement-breakpoint
ALTER TABLE `billed_periods` ADD `spans` text;