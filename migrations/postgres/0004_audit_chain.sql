CREATE TABLE "audit_links" (
	"tenant_id" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"entry_id" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL,
	"previous_hash" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "audit_links_pk" PRIMARY KEY("tenant_id","position")
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "linked_at" bigint;--> statement-breakpoint
ALTER TABLE "audit_links" ADD CONSTRAINT "audit_links_entry_fk" FOREIGN KEY ("tenant_id","entry_id") REFERENCES "public"."audit_entries"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_links_entry" ON "audit_links" USING btree ("tenant_id","entry_id");--> statement-breakpoint
CREATE INDEX "audit_entries_unlinked" ON "audit_entries" USING btree ("tenant_id","id") WHERE "audit_entries"."linked_at" is null;