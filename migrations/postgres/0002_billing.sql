ALTER TABLE "billing_run_lines" ADD COLUMN "skip_reason" text collate "C";--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "issued_total" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "checkouts" ADD COLUMN "method" text collate "C" NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "bill_from" text collate "C" NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_entries_entity" ON "audit_entries" USING btree ("tenant_id","entity_id","id");--> statement-breakpoint
CREATE INDEX "billing_run_lines_state" ON "billing_run_lines" USING btree ("tenant_id","run_id","state","subscription_id");--> statement-breakpoint
CREATE UNIQUE INDEX "billing_runs_open" ON "billing_runs" USING btree ("tenant_id") WHERE "billing_runs"."state" in ('preparing', 'ready', 'issuing');--> statement-breakpoint
CREATE INDEX "invoices_state_newest" ON "invoices" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "subscriptions_ending" ON "subscriptions" USING btree ("tenant_id","ends_on") WHERE "subscriptions"."ends_on" is not null and "subscriptions"."state" <> 'terminated';--> statement-breakpoint
CREATE INDEX "customers_brand_name" ON "customers" USING btree ("tenant_id","brand_id","name","id");