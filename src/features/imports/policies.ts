import { definePolicy } from "#platform/limits/limiter.ts";

/** Parts of uploads, about 1 MB each, per IP address: the largest file has a hundred. */
export const uploadPolicy = definePolicy({ name: "importUpload", points: 900, durationS: 60, countBy: "ip" });
