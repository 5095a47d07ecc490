CREATE TABLE "credit_note_items" (
	"tenant_id" text collate "C" NOT NULL,
	"credit_note_id" text collate "C" NOT NULL,
	"line" integer NOT NULL,
	"description" text collate "C" NOT NULL,
	"quantity" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "credit_note_items_pk" PRIMARY KEY("tenant_id","credit_note_id","line"),
	CONSTRAINT "credit_note_items_quantity" CHECK ("credit_note_items"."quantity" > 0 and "credit_note_items"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "credit_notes" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"applied" bigint NOT NULL,
	"credited" bigint NOT NULL,
	"cause" text collate "C" NOT NULL,
	"reason" text collate "C" NOT NULL,
	"issued_on" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "credit_notes_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "credit_notes_amount" CHECK ("credit_notes"."amount" > 0 and "credit_notes"."amount" = "credit_notes"."applied" + "credit_notes"."credited"),
	CONSTRAINT "credit_notes_parts" CHECK ("credit_notes"."applied" >= 0 and "credit_notes"."credited" >= 0),
	CONSTRAINT "credit_notes_tax" CHECK ("credit_notes"."tax" >= 0 and "credit_notes"."tax" <= "credit_notes"."amount")
);
--> statement-breakpoint
CREATE TABLE "credit_uses" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"invoice_id" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"used_on" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "credit_uses_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "credit_uses_amount" CHECK ("credit_uses"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"brand_id" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"method" text collate "C" NOT NULL,
	"reference" text collate "C",
	"note" text collate "C",
	"refunded_on" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "refunds_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "billing_days" ADD COLUMN "credited_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_days" ADD COLUMN "credited_amount" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_days" ADD COLUMN "credited_tax" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_days" ADD COLUMN "refunded_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_days" ADD COLUMN "refunded_amount" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "credited" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_note_items" ADD CONSTRAINT "credit_note_items_note_fk" FOREIGN KEY ("tenant_id","credit_note_id") REFERENCES "public"."credit_notes"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_uses" ADD CONSTRAINT "credit_uses_invoice_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_uses" ADD CONSTRAINT "credit_uses_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_brand_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brands"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "credit_notes_number" ON "credit_notes" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "credit_notes_invoice" ON "credit_notes" USING btree ("tenant_id","invoice_id","id");--> statement-breakpoint
CREATE INDEX "credit_notes_customer" ON "credit_notes" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "credit_uses_invoice" ON "credit_uses" USING btree ("tenant_id","invoice_id","id");--> statement-breakpoint
CREATE INDEX "credit_uses_customer" ON "credit_uses" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_number" ON "refunds" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "refunds_customer" ON "refunds" USING btree ("tenant_id","customer_id","id");--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_credited" CHECK ("invoices"."credited" >= 0 and "invoices"."paid" + "invoices"."credited" <= "invoices"."total");
--> statement-breakpoint
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
