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
CREATE INDEX `user_profiles_identity` ON `user_profiles` (`tenant_id`,`identity_state`,`id`);