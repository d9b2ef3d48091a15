CREATE TABLE "history_imports" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"line" bigint NOT NULL,
	"step" text,
	"saved_at" timestamp with time zone NOT NULL
);
