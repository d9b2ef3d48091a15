ALTER TABLE "profit_hours" ADD COLUMN "stored" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "profit_hours" ADD COLUMN "hash" bigint DEFAULT 0 NOT NULL;