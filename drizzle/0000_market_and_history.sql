CREATE TABLE "item_price_history" (
	"item_id" integer NOT NULL,
	"step_s" integer NOT NULL,
	"bucket_at" timestamp with time zone NOT NULL,
	"avg_high" bigint,
	"avg_low" bigint,
	"high_volume" bigint NOT NULL,
	"low_volume" bigint NOT NULL,
	CONSTRAINT "item_price_history_item_id_step_s_bucket_at_pk" PRIMARY KEY("item_id","step_s","bucket_at")
) PARTITION BY RANGE ("bucket_at");
--> statement-breakpoint
CREATE TABLE "price_buckets" (
	"step_s" integer NOT NULL,
	"bucket_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"item_count" integer NOT NULL,
	"refused_count" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "price_buckets_step_s_bucket_at_pk" PRIMARY KEY("step_s","bucket_at")
);
--> statement-breakpoint
CREATE TABLE "feed_endpoints" (
	"endpoint" text PRIMARY KEY NOT NULL,
	"etag" text,
	"polled_at" timestamp with time zone,
	"succeeded_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"refused" jsonb
);
--> statement-breakpoint
CREATE TABLE "item_stats" (
	"item_id" integer PRIMARY KEY NOT NULL,
	"avg_high_5m" bigint,
	"avg_low_5m" bigint,
	"avg_high_1h" bigint,
	"avg_low_1h" bigint,
	"high_volume_1h" bigint,
	"low_volume_1h" bigint,
	"high_volume_24h" bigint,
	"low_volume_24h" bigint,
	"mid_24h_ago" bigint,
	"sparkline" text
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"examine" text NOT NULL,
	"members" boolean NOT NULL,
	"icon" text NOT NULL,
	"buy_limit" bigint,
	"value" bigint,
	"low_alch" bigint,
	"high_alch" bigint,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "latest_prices" (
	"item_id" integer PRIMARY KEY NOT NULL,
	"high" bigint,
	"high_at" timestamp with time zone,
	"low" bigint,
	"low_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market_state" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"changed_at" timestamp with time zone,
	"feed_url" text,
	"feed_source" text,
	"backfill_done" integer,
	"backfill_total" integer,
	CONSTRAINT "market_state_one_row" CHECK ("market_state"."one")
);
--> statement-breakpoint
CREATE INDEX "item_price_history_step_bucket_idx" ON "item_price_history" USING btree ("step_s","bucket_at");--> statement-breakpoint
INSERT INTO "market_state" ("one") VALUES (true);
