CREATE TABLE `credit_note_items` (
	`tenant_id` text NOT NULL,
	`credit_note_id` text NOT NULL,
	`line` integer NOT NULL,
	`description` text NOT NULL,
	`quantity` integer NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `credit_note_id`, `line`),
	FOREIGN KEY (`tenant_id`,`credit_note_id`) REFERENCES `credit_notes`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_note_items_quantity" CHECK("credit_note_items"."quantity" > 0 and "credit_note_items"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE `credit_notes` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`invoice_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`brand_id` text NOT NULL,
	`amount` integer NOT NULL,
	`tax` integer NOT NULL,
	`applied` integer NOT NULL,
	`credited` integer NOT NULL,
	`cause` text NOT NULL,
	`reason` text NOT NULL,
	`issued_on` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_notes_amount" CHECK("credit_notes"."amount" > 0 and "credit_notes"."amount" = "credit_notes"."applied" + "credit_notes"."credited"),
	CONSTRAINT "credit_notes_parts" CHECK("credit_notes"."applied" >= 0 and "credit_notes"."credited" >= 0),
	CONSTRAINT "credit_notes_tax" CHECK("credit_notes"."tax" >= 0 and "credit_notes"."tax" <= "credit_notes"."amount")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credit_notes_number` ON `credit_notes` (`tenant_id`,`number`);--> statement-breakpoint
CREATE INDEX `credit_notes_invoice` ON `credit_notes` (`tenant_id`,`invoice_id`,`id`);--> statement-breakpoint
CREATE INDEX `credit_notes_customer` ON `credit_notes` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `credit_uses` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`amount` integer NOT NULL,
	`used_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`invoice_id`) REFERENCES `invoices`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_uses_amount" CHECK("credit_uses"."amount" > 0)
);
--> statement-breakpoint
CREATE INDEX `credit_uses_invoice` ON `credit_uses` (`tenant_id`,`invoice_id`,`id`);--> statement-breakpoint
CREATE INDEX `credit_uses_customer` ON `credit_uses` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`customer_id` text NOT NULL,
	`brand_id` text NOT NULL,
	`amount` integer NOT NULL,
	`method` text NOT NULL,
	`reference` text,
	`note` text,
	`refunded_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`),
	FOREIGN KEY (`tenant_id`,`customer_id`) REFERENCES `customers`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`,`brand_id`) REFERENCES `brands`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_number` ON `refunds` (`tenant_id`,`number`);--> statement-breakpoint
CREATE INDEX `refunds_customer` ON `refunds` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
ALTER TABLE `billing_days` ADD `credited_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_days` ADD `credited_amount` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_days` ADD `credited_tax` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_days` ADD `refunded_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_days` ADD `refunded_amount` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Added to the column, since a constraint of its own would rebuild the table.
ALTER TABLE `invoices` ADD `credited` integer DEFAULT 0 NOT NULL CONSTRAINT `invoices_credited` CHECK(`credited` >= 0 AND `paid` + `credited` <= `total`);
