ALTER TABLE `deliveries` ADD `resend_of_id` text;--> statement-breakpoint
CREATE INDEX `deliveries_channel_newest` ON `deliveries` (`tenant_id`,`channel`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_resend` ON `deliveries` (`tenant_id`,`resend_of_id`);--> statement-breakpoint
CREATE INDEX `suppressions_channel` ON `suppressions` (`tenant_id`,`channel`,`id`);