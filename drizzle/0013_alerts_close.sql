ALTER TABLE "billing_drift" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "history_alerts" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
-- Differences of fields were repaired when they were found; the others stay open until the next look.
UPDATE "billing_drift" SET "closed_at" = "at" WHERE "field" <> 'subscription';
