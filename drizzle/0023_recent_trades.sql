CREATE TABLE "recent_trades" (
	"item_id" integer PRIMARY KEY NOT NULL,
	"high" bigint[] NOT NULL,
	"high_s" integer[] NOT NULL,
	"low" bigint[] NOT NULL,
	"low_s" integer[] NOT NULL
);
--> statement-breakpoint
-- Room on each page for the next version of its rows, so that a tick touches no index.
ALTER TABLE "recent_trades" SET (fillfactor = 50);
