CREATE TABLE "watchlists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" smallint NOT NULL,
	"item_ids" integer[] NOT NULL,
	"share_token" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "watchlists_share_token" UNIQUE("share_token"),
	CONSTRAINT "watchlists_user_name" UNIQUE("user_id","name")
);
