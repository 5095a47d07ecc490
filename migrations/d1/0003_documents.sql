ALTER TABLE `brands` ADD `tax_number` text;--> statement-breakpoint
ALTER TABLE `brands` ADD `footer` text;--> statement-breakpoint
ALTER TABLE `brands` ADD `logo_file_id` text;