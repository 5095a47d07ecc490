CREATE TABLE "files" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"owner_entity" text collate "C" NOT NULL,
	"owner_id" text collate "C" NOT NULL,
	"purpose" text collate "C" NOT NULL,
	"content_type" text collate "C" NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"uploaded_by" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "files_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "user_profiles" (
	"tenant_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"full_name" text collate "C",
	"phone" text collate "C",
	"address" text collate "C",
	"birth_date" text collate "C",
	"gender" text collate "C",
	"bank_name" text collate "C",
	"bank_holder" text collate "C",
	"bank_number_sealed" text collate "C",
	"bank_number_hint" text collate "C",
	"avatar_file_id" text collate "C",
	"identity_state" text collate "C" NOT NULL,
	"identity_file_id" text collate "C",
	"identity_rejected_reason" text collate "C",
	"identity_submitted_at" bigint,
	"identity_reviewed_at" bigint,
	"identity_reviewed_by" text collate "C",
	"ktp_sealed" text collate "C",
	"ktp_digest" text collate "C",
	"ktp_hint" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "user_profiles_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "user_profiles" ADD CONSTRAINT "user_profiles_user_fk" FOREIGN KEY ("tenant_id","id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_owner" ON "files" USING btree ("tenant_id","owner_entity","owner_id","id");--> statement-breakpoint
CREATE INDEX "user_profiles_identity" ON "user_profiles" USING btree ("tenant_id","identity_state","id");