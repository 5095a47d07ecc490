CREATE TABLE `customer_import_rejections` (
	`tenant_id` text NOT NULL,
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`name` text,
	`reasons` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `import_id`, `line`),
	FOREIGN KEY (`tenant_id`,`import_id`) REFERENCES `customer_imports`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `customer_import_rows` (
	`tenant_id` text NOT NULL,
	`import_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`line` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `import_id`, `customer_id`),
	FOREIGN KEY (`tenant_id`,`import_id`) REFERENCES `customer_imports`(`tenant_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `customer_imports` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	`delimiter` text DEFAULT ',' NOT NULL,
	`header` text NOT NULL,
	`data_offset` integer DEFAULT 0 NOT NULL,
	`data_line` integer DEFAULT 1 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`mapping` text,
	`options` text,
	`offset` integer DEFAULT 0 NOT NULL,
	`line` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`requested_by` text NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`expires_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customer_imports_running` ON `customer_imports` (`tenant_id`) WHERE "customer_imports"."state" = 'running';--> statement-breakpoint
CREATE INDEX `customer_imports_expiry` ON `customer_imports` (`tenant_id`,`expires_at`) WHERE "customer_imports"."expires_at" is not null;