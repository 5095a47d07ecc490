CREATE TABLE "dunning_rounds" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "dunning_rounds_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reminder_schedules" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"brand_id" text collate "C",
	"rules" jsonb,
	"saved_at" bigint NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "reminder_schedules_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"tenant_id" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	"step" text collate "C" NOT NULL,
	"told_on" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "reminders_pk" PRIMARY KEY("tenant_id","invoice_id","step")
);
--> statement-breakpoint
CREATE TABLE "suspension_exemptions" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"subscription_id" text collate "C",
	"target_id" text collate "C" NOT NULL,
	"until" text collate "C",
	"reason" text collate "C" NOT NULL,
	"created_by_name" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "suspension_exemptions_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "suspension_policies" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"brand_id" text collate "C",
	"policy" jsonb,
	"active_from" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "suspension_policies_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "suspension_cause" text collate "C";--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "suspended_at" bigint;--> statement-breakpoint
ALTER TABLE "reminder_schedules" ADD CONSTRAINT "reminder_schedules_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspension_exemptions" ADD CONSTRAINT "suspension_exemptions_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspension_exemptions" ADD CONSTRAINT "suspension_exemptions_subscription_fk" FOREIGN KEY ("tenant_id","subscription_id") REFERENCES "public"."subscriptions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspension_policies" ADD CONSTRAINT "suspension_policies_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dunning_rounds_age" ON "dunning_rounds" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reminders_day" ON "reminders" USING btree ("tenant_id","invoice_id","told_on");--> statement-breakpoint
CREATE UNIQUE INDEX "suspension_exemptions_target" ON "suspension_exemptions" USING btree ("tenant_id","target_id");--> statement-breakpoint
CREATE INDEX "suspension_exemptions_customer" ON "suspension_exemptions" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
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
