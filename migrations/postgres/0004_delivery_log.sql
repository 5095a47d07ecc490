ALTER TABLE "deliveries" ADD COLUMN "resend_of_id" text collate "C";--> statement-breakpoint
CREATE INDEX "deliveries_channel_newest" ON "deliveries" USING btree ("tenant_id","channel","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_resend" ON "deliveries" USING btree ("tenant_id","resend_of_id");--> statement-breakpoint
CREATE INDEX "suppressions_channel" ON "suppressions" USING btree ("tenant_id","channel","id");