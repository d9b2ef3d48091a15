CREATE TABLE "game_updates" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "game_updates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "game_updates_at_title_unique" UNIQUE("at","title")
);
--> statement-breakpoint
-- What every chart of the tax years needs; the rest is for editors.
INSERT INTO "game_updates" ("at", "kind", "title", "changed_at") VALUES
	('2021-12-09 18:00:00+00', 'tax', 'Tax of 1% on sales, at most 5m an item', now()),
	('2025-05-29 10:30:00+00', 'tax', 'Tax on sales raised to 2%', now());
