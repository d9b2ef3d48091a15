CREATE TABLE "usual_volumes" (
	"item_id" integer PRIMARY KEY NOT NULL,
	"high" bigint NOT NULL,
	"low" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "market_state" ADD COLUMN "usual_hour_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market_state" ADD COLUMN "usual_weeks" smallint DEFAULT 0 NOT NULL;