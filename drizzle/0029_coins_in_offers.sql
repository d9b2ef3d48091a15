ALTER TABLE "characters" ADD COLUMN "offer_coins" bigint;--> statement-breakpoint
ALTER TABLE "characters" ADD COLUMN "offer_coins_at" timestamp with time zone;