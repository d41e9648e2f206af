// Runs one job in a fresh process.
import { runJob } from "../jobs/index.mjs";

process.once("message", async ({ modules, job, who, args }) => {
  process.send(await runJob(modules, job, who, args));
});
