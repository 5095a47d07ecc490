ALTER TABLE "invoices" ADD COLUMN "serial" integer;--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_serial" ON "invoices" USING btree ("tenant_id","serial");--> statement-breakpoint
-- What is there already is counted in the order in which it was made, past the wall between tenants.
DO $$
BEGIN
  PERFORM set_config('tepi.tenant', '*', true);
  UPDATE "invoices" SET "serial" = "counted"."place" FROM (
    SELECT "tenant_id", "id", row_number() OVER (PARTITION BY "tenant_id" ORDER BY "id") AS "place" FROM "invoices"
  ) AS "counted" WHERE "counted"."tenant_id" = "invoices"."tenant_id" AND "counted"."id" = "invoices"."id";
  INSERT INTO "sequences" ("tenant_id", "series", "value")
  SELECT "tenant_id", 'invoice', count(*) FROM "invoices" GROUP BY "tenant_id";
  PERFORM set_config('tepi.tenant', '', true);
END
$$;
