CREATE TABLE "last_views" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"view" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "named_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"view" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "named_views_user_name" UNIQUE("user_id","name")
);
