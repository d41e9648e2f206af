// Starts bench/server.mjs and asks it what it was asked for.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** `mounts` are folders by URL prefix. */
export async function startServer(mounts) {
  const script = fileURLToPath(new URL("../server.mjs", import.meta.url));
  const child = fork(
    script,
    Object.entries(mounts).map(([prefix, folder]) => `${prefix}=${folder}`),
  );
  const [{ fast, slow }] = await once(child, "message");
  return {
    /** Addresses without a slash at the end. */
    fast,
    slow,
    /** Requests since the last call. */
    async take() {
      child.send("take");
      const [log] = await once(child, "message");
      return log;
    },
    stop: () => child.disconnect(),
  };
}

/** What a run moved. */
export function traffic(log) {
  return { requests: log.length, bytes: log.reduce((sum, { sent }) => sum + sent, 0) };
}

/** Paths of which some byte was sent twice. */
export function fetchedTwice(log) {
  const twice = log.filter((a, index) =>
    log.slice(0, index).some((b) => a.path === b.path && a.start < b.end && b.start < a.end),
  );
  return twice.map(({ path, start, end }) => `${path} [${start}, ${end})`);
}
