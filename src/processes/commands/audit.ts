import { askAdvisories, describeAdvisories } from "./supply-chain/advisories.ts";

/**
 * `npm run audit`: asks the registry for known faults of the packages that run in production. Ends with 0 if there is
 * no serious one, 1 if there is, 2 if the registry gives no answer.
 */
const advisories = await askAdvisories();
console.log(describeAdvisories(advisories));
if ("unanswered" in advisories) process.exitCode = 2;
else process.exitCode = advisories.serious > 0 ? 1 : 0;
