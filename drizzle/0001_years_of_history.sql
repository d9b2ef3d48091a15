CREATE TABLE "history_alerts" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "history_alerts_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "history_drift" (
	"step_s" integer NOT NULL,
	"bucket_at" timestamp with time zone NOT NULL,
	"origin" text NOT NULL,
	"differing" integer NOT NULL,
	"missing" integer NOT NULL,
	"extra" integer NOT NULL,
	"worst_item_id" integer,
	"worst_gp" bigint,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "history_drift_step_s_bucket_at_pk" PRIMARY KEY("step_s","bucket_at")
);
--> statement-breakpoint
CREATE TABLE "history_refusals" (
	"reason" text NOT NULL,
	"step_s" integer NOT NULL,
	"points" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "history_refusals_reason_step_s_pk" PRIMARY KEY("reason","step_s")
);
--> statement-breakpoint
CREATE TABLE "item_price_series" (
	"period_at" timestamp with time zone NOT NULL,
	"item_id" integer NOT NULL,
	"step_s" integer NOT NULL,
	"points" smallint NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "item_price_series_item_id_step_s_period_at_pk" PRIMARY KEY("item_id","step_s","period_at")
) PARTITION BY LIST ("step_s");
--> statement-breakpoint
CREATE TABLE "price_gaps" (
	"step_s" integer NOT NULL,
	"bucket_at" timestamp with time zone NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"tried_at" timestamp with time zone,
	"problem" text,
	"unfillable" boolean DEFAULT false NOT NULL,
	CONSTRAINT "price_gaps_step_s_bucket_at_pk" PRIMARY KEY("step_s","bucket_at")
);
--> statement-breakpoint
CREATE TABLE "rollups_due" (
	"step_s" integer NOT NULL,
	"bucket_at" timestamp with time zone NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "rollups_due_step_s_bucket_at_pk" PRIMARY KEY("step_s","bucket_at")
);
--> statement-breakpoint
CREATE TABLE "sealed_periods" (
	"step_s" integer NOT NULL,
	"period_at" timestamp with time zone NOT NULL,
	"items" integer NOT NULL,
	"points" bigint NOT NULL,
	"checksum" bigint NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"reopened" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sealed_periods_step_s_period_at_pk" PRIMARY KEY("step_s","period_at")
);
--> statement-breakpoint
ALTER TABLE "price_buckets" ADD COLUMN "origin" text DEFAULT 'feed' NOT NULL;
--> statement-breakpoint
-- A series is read whole, so it stays in its row: out of line it would cost an index and a page of its own.
ALTER TABLE "item_price_series" ALTER COLUMN "data" SET STORAGE MAIN;
--> statement-breakpoint
CREATE TABLE "item_price_series_5m" PARTITION OF "item_price_series" FOR VALUES IN (300) PARTITION BY RANGE ("period_at");
--> statement-breakpoint
CREATE TABLE "item_price_series_1h" PARTITION OF "item_price_series" FOR VALUES IN (3600) PARTITION BY RANGE ("period_at");
--> statement-breakpoint
CREATE TABLE "item_price_series_6h" PARTITION OF "item_price_series" FOR VALUES IN (21600) PARTITION BY RANGE ("period_at");
--> statement-breakpoint
CREATE TABLE "item_price_series_24h" PARTITION OF "item_price_series" FOR VALUES IN (86400) PARTITION BY RANGE ("period_at");
--> statement-breakpoint
-- A day is written in one go, so it lies in neighbouring pages: a few bytes of index find a day of all items.
CREATE INDEX "item_price_series_5m_period_idx" ON "item_price_series_5m" USING brin ("period_at") WITH (pages_per_range = 16, autosummarize = on);
