CREATE TABLE "announcements" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"body" text collate "C" NOT NULL,
	"outlets" jsonb NOT NULL,
	"audience" jsonb NOT NULL,
	"state" text collate "C" NOT NULL,
	"last_user_id" text collate "C",
	"recipients" integer DEFAULT 0 NOT NULL,
	"sent_by_id" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "announcements_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"notification_id" text collate "C" NOT NULL,
	"resend_of_id" text collate "C",
	"kind" text collate "C" NOT NULL,
	"channel" text collate "C" NOT NULL,
	"provider" text collate "C" NOT NULL,
	"connection_id" text collate "C",
	"recipient_kind" text collate "C" NOT NULL,
	"recipient_id" text collate "C" NOT NULL,
	"address" text collate "C" NOT NULL,
	"locale" text collate "C" NOT NULL,
	"content" jsonb NOT NULL,
	"template_only" boolean DEFAULT false NOT NULL,
	"state" text collate "C" NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"attempt_id" text collate "C",
	"unresolved_at" bigint,
	"due_at" bigint NOT NULL,
	"failure_class" text collate "C",
	"failure_code" text collate "C",
	"failure_detail" text collate "C",
	"provider_message_id" text collate "C",
	"sent_at" bigint,
	"delivered_at" bigint,
	"read_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "deliveries_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"tenant_id" text collate "C" NOT NULL,
	"delivery_id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" text collate "C" NOT NULL,
	"failure_class" text collate "C",
	"failure_code" text collate "C",
	"failure_detail" text collate "C",
	"answer_status" integer,
	"answer_body" text collate "C",
	CONSTRAINT "delivery_attempts_pk" PRIMARY KEY("tenant_id","delivery_id","number")
);
--> statement-breakpoint
CREATE TABLE "notification_preferences" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"locale" text collate "C" NOT NULL,
	"outlets" jsonb NOT NULL,
	"quiet_from" text collate "C",
	"quiet_to" text collate "C",
	"muted_until" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notification_preferences_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification_rules" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"enabled" boolean NOT NULL,
	"outlets" jsonb,
	"roles" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notification_rules_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification_template_versions" (
	"tenant_id" text collate "C" NOT NULL,
	"template_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"subject" text collate "C",
	"body" text collate "C",
	"provider_template" jsonb,
	"saved_by_id" text collate "C" NOT NULL,
	"saved_by_name" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notification_template_versions_pk" PRIMARY KEY("tenant_id","template_id","version")
);
--> statement-breakpoint
CREATE TABLE "notification_templates" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"outlet" text collate "C" NOT NULL,
	"locale" text collate "C" NOT NULL,
	"subject" text collate "C",
	"body" text collate "C",
	"provider_template" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notification_templates_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"kind" text collate "C" NOT NULL,
	"source_key" text collate "C" NOT NULL,
	"recipient_kind" text collate "C" NOT NULL,
	"recipient_id" text collate "C" NOT NULL,
	"locale" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"body" text collate "C" NOT NULL,
	"link" text collate "C",
	"variables" jsonb NOT NULL,
	"in_feed" boolean NOT NULL,
	"read_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notifications_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "push_devices" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"token_sealed" text collate "C" NOT NULL,
	"token_digest" text collate "C" NOT NULL,
	"seen_at" bigint NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "push_devices_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"channel" text collate "C" NOT NULL,
	"address" text collate "C" NOT NULL,
	"reason" text collate "C" NOT NULL,
	"delivery_id" text collate "C",
	"created_at" bigint NOT NULL,
	CONSTRAINT "suppressions_pk" PRIMARY KEY("tenant_id","channel","address")
);
--> statement-breakpoint
CREATE TABLE "telegram_links" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"code_hash" text collate "C",
	"code_expires_at" bigint,
	"chat_id" text collate "C",
	"chat_name" text collate "C",
	"linked_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "telegram_links_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "whatsapp_windows" (
	"tenant_id" text collate "C" NOT NULL,
	"connection_id" text collate "C" NOT NULL,
	"address" text collate "C" NOT NULL,
	"last_inbound_at" bigint NOT NULL,
	CONSTRAINT "whatsapp_windows_pk" PRIMARY KEY("tenant_id","connection_id","address")
);
--> statement-breakpoint
CREATE TABLE "task_runs" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"task_id" text collate "C" NOT NULL,
	"trigger" text collate "C" NOT NULL,
	"due_at" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" bigint,
	"started_at" bigint,
	"finished_at" bigint,
	"outcome" jsonb,
	"started_by_id" text collate "C",
	"started_by_name" text collate "C",
	"created_at" bigint NOT NULL,
	CONSTRAINT "task_runs_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"name" text collate "C",
	"is_built_in" boolean NOT NULL,
	"schedule" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"secret_sealed" text collate "C",
	"enabled" boolean NOT NULL,
	"next_run_at" bigint NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "tasks_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"signature" jsonb NOT NULL,
	"secret_sealed" text collate "C",
	"allowed_addresses" jsonb NOT NULL,
	"action" text collate "C" NOT NULL,
	"mapping" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "webhook_endpoints_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "serial" integer;--> statement-breakpoint
ALTER TABLE "webhook_receipts" ADD COLUMN "query" text collate "C";--> statement-breakpoint
ALTER TABLE "webhook_receipts" ADD COLUMN "dedupe_key" text collate "C";--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notification_fk" FOREIGN KEY ("tenant_id","notification_id") REFERENCES "public"."notifications"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_fk" FOREIGN KEY ("tenant_id","delivery_id") REFERENCES "public"."deliveries"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_fk" FOREIGN KEY ("tenant_id","id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_template_versions" ADD CONSTRAINT "notification_template_versions_template_fk" FOREIGN KEY ("tenant_id","template_id") REFERENCES "public"."notification_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_devices" ADD CONSTRAINT "push_devices_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telegram_links" ADD CONSTRAINT "telegram_links_user_fk" FOREIGN KEY ("tenant_id","id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_task_fk" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("due_at") WHERE "deliveries"."state" in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_notification" ON "deliveries" USING btree ("tenant_id","notification_id");--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE INDEX "deliveries_channel" ON "deliveries" USING btree ("tenant_id","channel","state","id");--> statement-breakpoint
CREATE INDEX "deliveries_channel_newest" ON "deliveries" USING btree ("tenant_id","channel","id");--> statement-breakpoint
CREATE INDEX "deliveries_kind" ON "deliveries" USING btree ("tenant_id","kind","id");--> statement-breakpoint
CREATE INDEX "deliveries_address" ON "deliveries" USING btree ("tenant_id","address","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_resend" ON "deliveries" USING btree ("tenant_id","resend_of_id");--> statement-breakpoint
CREATE INDEX "deliveries_provider_message" ON "deliveries" USING btree ("tenant_id","provider","provider_message_id") WHERE "deliveries"."provider_message_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_templates_key" ON "notification_templates" USING btree ("tenant_id","kind","outlet","locale");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_number" ON "notifications" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_source" ON "notifications" USING btree ("tenant_id","source_key","kind","recipient_id");--> statement-breakpoint
CREATE INDEX "notifications_kind" ON "notifications" USING btree ("tenant_id","kind","id");--> statement-breakpoint
CREATE INDEX "notifications_feed" ON "notifications" USING btree ("tenant_id","recipient_id","id") WHERE "notifications"."in_feed";--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("tenant_id","recipient_id","id") WHERE "notifications"."in_feed" and "notifications"."read_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "push_devices_token" ON "push_devices" USING btree ("tenant_id","token_digest");--> statement-breakpoint
CREATE INDEX "push_devices_user" ON "push_devices" USING btree ("tenant_id","user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_id" ON "suppressions" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "suppressions_channel" ON "suppressions" USING btree ("tenant_id","channel","id");--> statement-breakpoint
CREATE UNIQUE INDEX "telegram_links_code" ON "telegram_links" USING btree ("tenant_id","code_hash");--> statement-breakpoint
CREATE INDEX "telegram_links_chat" ON "telegram_links" USING btree ("tenant_id","chat_id");--> statement-breakpoint
CREATE INDEX "task_runs_task" ON "task_runs" USING btree ("tenant_id","task_id","id");--> statement-breakpoint
CREATE INDEX "task_runs_state" ON "task_runs" USING btree ("tenant_id","state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "task_runs_active" ON "task_runs" USING btree ("tenant_id","task_id") WHERE "task_runs"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "task_runs_moment" ON "task_runs" USING btree ("tenant_id","task_id","due_at") WHERE "task_runs"."trigger" = 'schedule';--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_built_in" ON "tasks" USING btree ("tenant_id","kind") WHERE "tasks"."is_built_in";--> statement-breakpoint
CREATE INDEX "tasks_due" ON "tasks" USING btree ("next_run_at") WHERE "tasks"."enabled";--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_key" ON "webhook_endpoints" USING btree ("tenant_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_serial" ON "invoices" USING btree ("tenant_id","serial");--> statement-breakpoint
CREATE INDEX "webhook_receipts_provider_state" ON "webhook_receipts" USING btree ("tenant_id","provider","state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_receipts_dedupe" ON "webhook_receipts" USING btree ("tenant_id","dedupe_key","provider");--> statement-breakpoint
-- The wall between tenants, for the tables above as well.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT columns.table_name
    FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE columns.table_schema = 'public' AND columns.column_name = 'tenant_id' AND tables.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('DROP POLICY IF EXISTS tenant ON %I', tenant_table);
    EXECUTE format(
      $policy$
      CREATE POLICY tenant ON %I
        USING (tenant_id = current_setting('tepi.tenant', true) OR current_setting('tepi.tenant', true) = '*')
        WITH CHECK (tenant_id = current_setting('tepi.tenant', true) OR current_setting('tepi.tenant', true) = '*')
      $policy$,
      tenant_table
    );
  END LOOP;
END
$$;
--> statement-breakpoint
-- What is there already is counted in the order in which it was made, past the wall between tenants.
DO $$
BEGIN
  PERFORM set_config('tepi.tenant', '*', true);
  UPDATE "invoices" SET "serial" = "counted"."place" FROM (
    SELECT "tenant_id", "id", row_number() OVER (PARTITION BY "tenant_id" ORDER BY "id") AS "place" FROM "invoices"
  ) AS "counted" WHERE "counted"."tenant_id" = "invoices"."tenant_id" AND "counted"."id" = "invoices"."id";
  INSERT INTO "sequences" ("tenant_id", "series", "value")
  SELECT "tenant_id", 'invoice', count(*) FROM "invoices" GROUP BY "tenant_id";
  -- Everybody has a feed, so a company's own roles have one too.
  UPDATE "roles" SET "permissions" = "permissions" || '["notifications:read"]'::jsonb;
  PERFORM set_config('tepi.tenant', '', true);
END
$$;
