CREATE TABLE "characters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dismissed_gaps" (
	"user_id" uuid NOT NULL,
	"gap" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "dismissed_gaps_user_id_gap_pk" PRIMARY KEY("user_id","gap")
);
--> statement-breakpoint
CREATE TABLE "flips" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"character_id" uuid NOT NULL,
	"item_id" integer NOT NULL,
	"kind" text NOT NULL,
	"quantity" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"cost" bigint,
	"known_units" bigint NOT NULL,
	"profit" bigint,
	"unexplained" bigint NOT NULL,
	"absorbed" bigint NOT NULL,
	"missing" bigint NOT NULL,
	"bought_at" timestamp with time zone,
	"source" text NOT NULL,
	"is_exact" boolean NOT NULL,
	"takings" jsonb NOT NULL,
	CONSTRAINT "flips_user_id_at_id_pk" PRIMARY KEY("user_id","at","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"removed" jsonb NOT NULL,
	"added" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledgers" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"method" text DEFAULT 'fifo' NOT NULL,
	"time_zone" text,
	"version" bigint DEFAULT 0 NOT NULL,
	"trades" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "open_lots" (
	"user_id" uuid NOT NULL,
	"character_id" uuid NOT NULL,
	"item_id" integer NOT NULL,
	"position" bigint NOT NULL,
	"lot_id" text,
	"bought_at" timestamp with time zone,
	"units" bigint NOT NULL,
	"cost" bigint,
	"taken" bigint NOT NULL,
	CONSTRAINT "open_lots_user_id_item_id_character_id_position_pk" PRIMARY KEY("user_id","item_id","character_id","position")
);
--> statement-breakpoint
CREATE TABLE "profit_hours" (
	"user_id" uuid NOT NULL,
	"hour_at" timestamp with time zone NOT NULL,
	"character_id" uuid NOT NULL,
	"flips" integer NOT NULL,
	"wins" integer NOT NULL,
	"profit" bigint NOT NULL,
	"cost" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"unexplained" bigint NOT NULL,
	"absorbed" bigint NOT NULL,
	"rows" integer NOT NULL,
	CONSTRAINT "profit_hours_user_id_hour_at_character_id_pk" PRIMARY KEY("user_id","hour_at","character_id")
);
--> statement-breakpoint
CREATE TABLE "user_transactions" (
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	"character_id" uuid NOT NULL,
	"item_id" integer NOT NULL,
	"kind" text NOT NULL,
	"quantity" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"unit_price" bigint,
	"tax" bigint NOT NULL,
	"is_exact" boolean NOT NULL,
	"source" text NOT NULL,
	"import_id" uuid,
	"origin" text,
	"note" text,
	"group_id" uuid,
	"weight" bigint,
	"fee" bigint,
	"to_character_id" uuid,
	"pair_id" uuid,
	CONSTRAINT "user_transactions_id_at_pk" PRIMARY KEY("id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE UNIQUE INDEX "characters_user_name" ON "characters" USING btree ("user_id",lower("name"));--> statement-breakpoint
CREATE INDEX "flips_item_idx" ON "flips" USING btree ("user_id","item_id","at","id");--> statement-breakpoint
CREATE INDEX "flips_profit_idx" ON "flips" USING btree ("user_id","profit","id") WHERE "flips"."profit" is not null;--> statement-breakpoint
CREATE INDEX "flips_missing_idx" ON "flips" USING btree ("user_id","at") WHERE "flips"."missing" > 0;--> statement-breakpoint
CREATE INDEX "ledger_changes_user_idx" ON "ledger_changes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "ledger_changes_at_idx" ON "ledger_changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "user_transactions_user_at_idx" ON "user_transactions" USING btree ("user_id","at","id");--> statement-breakpoint
CREATE INDEX "user_transactions_item_idx" ON "user_transactions" USING btree ("user_id","item_id","at");--> statement-breakpoint
CREATE INDEX "user_transactions_import_idx" ON "user_transactions" USING btree ("import_id") WHERE "user_transactions"."import_id" is not null;--> statement-breakpoint
CREATE INDEX "user_transactions_links_idx" ON "user_transactions" USING btree ("user_id","at") WHERE "user_transactions"."kind" in ('transfer', 'input', 'output');