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
ALTER TABLE `audit_entries` ADD `linked_at` integer;--> statement-breakpoint
CREATE INDEX `audit_entries_unlinked` ON `audit_entries` (`tenant_id`,`id`) WHERE "audit_entries"."linked_at" is null;