CREATE TABLE "import_chunks" (
	"import_id" uuid NOT NULL,
	"offset_bytes" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_import_id_offset_bytes_pk" PRIMARY KEY("import_id","offset_bytes")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"user_id" uuid NOT NULL,
	"header" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_mappings_user_id_header_pk" PRIMARY KEY("user_id","header")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"file" integer NOT NULL,
	"line" bigint NOT NULL,
	"at" timestamp with time zone,
	"character" text,
	"character_id" uuid,
	"item_id" integer,
	"side" text,
	"quantity" bigint,
	"gross" bigint,
	"unit_price" bigint,
	"tax" bigint,
	"is_exact" boolean,
	"source" text NOT NULL,
	"origin" text,
	"match_id" uuid,
	"reason" text,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"size_bytes" bigint NOT NULL,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"read_bytes" bigint DEFAULT 0 NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"files" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"summary" jsonb,
	"problem" text,
	"committed_at" timestamp with time zone,
	"committed_trades" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "import_rows_status_idx" ON "import_rows" USING btree ("status","seq");--> statement-breakpoint
CREATE INDEX "imports_user_idx" ON "imports" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "imports_changed_idx" ON "imports" USING btree ("changed_at");--> statement-breakpoint
-- The bytes are read once, and packed files do not shrink: storing them as they are saves the time.
ALTER TABLE "import_chunks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
