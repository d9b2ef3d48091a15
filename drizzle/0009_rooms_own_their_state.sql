CREATE TABLE "feed_state" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"url" text,
	"source" text,
	CONSTRAINT "feed_state_one_row" CHECK ("feed_state"."one")
);
--> statement-breakpoint
CREATE TABLE "history_state" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"backfill_done" integer,
	"backfill_total" integer,
	CONSTRAINT "history_state_one_row" CHECK ("history_state"."one")
);
--> statement-breakpoint
INSERT INTO "feed_state" ("url", "source") SELECT "feed_url", "feed_source" FROM "market_state";--> statement-breakpoint
INSERT INTO "history_state" ("backfill_done", "backfill_total") SELECT "backfill_done", "backfill_total" FROM "market_state";--> statement-breakpoint
-- The foreign key of audit_log to users stays: rows leave with the account they are about. The room's schema does not name it.
ALTER TABLE "market_state" DROP COLUMN "feed_url";--> statement-breakpoint
ALTER TABLE "market_state" DROP COLUMN "feed_source";--> statement-breakpoint
ALTER TABLE "market_state" DROP COLUMN "backfill_done";--> statement-breakpoint
ALTER TABLE "market_state" DROP COLUMN "backfill_total";
