ALTER TABLE "brands" ADD COLUMN "tax_number" text collate "C";--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "footer" text collate "C";--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "logo_file_id" text collate "C";