/** Starts the test servers for a Vitest project, and tells the tests where they are. */
import type { TestProject } from "vitest/node";
import { type Log, startServer } from "./server.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Two origins of the same server, without a slash at the end. */
    readonly origin: string;
    readonly otherOrigin: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const log: Log = new Map();
  const servers = [await startServer(log), await startServer(log)] as const;
  project.provide("origin", servers[0].origin);
  project.provide("otherOrigin", servers[1].origin);
  return () => {
    for (const server of servers) server.close();
  };
}
