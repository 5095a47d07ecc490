CREATE TABLE "customer_import_rejections" (
	"tenant_id" text collate "C" NOT NULL,
	"import_id" text collate "C" NOT NULL,
	"line" integer NOT NULL,
	"name" text collate "C",
	"reasons" jsonb NOT NULL,
	CONSTRAINT "customer_import_rejections_pk" PRIMARY KEY("tenant_id","import_id","line")
);
--> statement-breakpoint
CREATE TABLE "customer_import_rows" (
	"tenant_id" text collate "C" NOT NULL,
	"import_id" text collate "C" NOT NULL,
	"customer_id" text collate "C" NOT NULL,
	"line" integer NOT NULL,
	CONSTRAINT "customer_import_rows_pk" PRIMARY KEY("tenant_id","import_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "customer_imports" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"file_name" text collate "C",
	"bytes" integer DEFAULT 0 NOT NULL,
	"delimiter" text collate "C" DEFAULT ',' NOT NULL,
	"header" jsonb NOT NULL,
	"data_offset" integer DEFAULT 0 NOT NULL,
	"data_line" integer DEFAULT 1 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"mapping" jsonb,
	"options" jsonb,
	"offset" integer DEFAULT 0 NOT NULL,
	"line" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"requested_by" text collate "C" NOT NULL,
	"started_at" bigint,
	"finished_at" bigint,
	"expires_at" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "customer_imports_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "customer_import_rejections" ADD CONSTRAINT "customer_import_rejections_import_fk" FOREIGN KEY ("tenant_id","import_id") REFERENCES "public"."customer_imports"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_import_rows" ADD CONSTRAINT "customer_import_rows_import_fk" FOREIGN KEY ("tenant_id","import_id") REFERENCES "public"."customer_imports"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_imports_running" ON "customer_imports" USING btree ("tenant_id") WHERE "customer_imports"."state" = 'running';--> statement-breakpoint
CREATE INDEX "customer_imports_expiry" ON "customer_imports" USING btree ("tenant_id","expires_at") WHERE "customer_imports"."expires_at" is not null;