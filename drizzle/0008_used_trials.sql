CREATE TABLE "billing_used_trials" (
	"mark" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
-- A row trigger does not see a TRUNCATE.
CREATE TRIGGER "billing_ledger_no_truncate" BEFORE TRUNCATE ON "billing_ledger" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
