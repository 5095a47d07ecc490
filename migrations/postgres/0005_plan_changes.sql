CREATE TABLE "plan_changes" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"subscription_id" text collate "C" NOT NULL,
	"effective_on" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"plan_id" text collate "C" NOT NULL,
	"price" bigint,
	"discount" bigint NOT NULL,
	"previous_plan_id" text collate "C" NOT NULL,
	"previous_price" bigint,
	"previous_discount" bigint NOT NULL,
	"difference" bigint NOT NULL,
	"invoice_id" text collate "C",
	"created_at" bigint NOT NULL,
	CONSTRAINT "plan_changes_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "plan_changes_discount" CHECK ("plan_changes"."discount" >= 0 and "plan_changes"."previous_discount" >= 0)
);
--> statement-breakpoint
ALTER TABLE "billed_periods" ADD COLUMN "spans" jsonb;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_subscription_fk" FOREIGN KEY ("tenant_id","subscription_id") REFERENCES "public"."subscriptions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_plan_fk" FOREIGN KEY ("tenant_id","plan_id") REFERENCES "public"."plans"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_previous_plan_fk" FOREIGN KEY ("tenant_id","previous_plan_id") REFERENCES "public"."plans"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "plan_changes_day" ON "plan_changes" USING btree ("tenant_id","subscription_id","effective_on") WHERE "plan_changes"."state" <> 'cancelled';--> statement-breakpoint
CREATE INDEX "plan_changes_subscription" ON "plan_changes" USING btree ("tenant_id","subscription_id","id");--> statement-breakpoint
CREATE INDEX "plan_changes_due" ON "plan_changes" USING btree ("tenant_id","effective_on") WHERE "plan_changes"."state" = 'planned';--> statement-breakpoint
-- The wall between tenants, for changes of plan.
-- A wall of the database's own between tenants: a session sees and changes the rows of the tenant it names in tepi.tenant,
-- and none when it names none; '*' is the sweeps over a whole shard. FORCE binds the tables' owner, which the app is.
-- Written so that it can be run again: a migration that adds tables ends with this same block.
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
