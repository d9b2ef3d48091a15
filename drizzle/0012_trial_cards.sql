CREATE TABLE "billing_trial_cards" (
	"mark" text PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "billing_customers" ADD COLUMN "trial_refused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "billing_trial_cards_user" ON "billing_trial_cards" USING btree ("user_id");