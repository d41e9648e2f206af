// Timed: one read of a whole array whose chunks a fetch from memory answers.
import { digested } from "./digest.mjs";
import { memoryReply } from "./memory-reply.mjs";

/** Where the references point; no such host exists. */
export const memoryUrl = "https://memory.invalid/chunks";

/** By default all work is done anew, and on the calling thread. */
const kNothingKept = { cacheBytes: 0, decodedCacheBytes: 0, workers: 0 };

const files = new Map();

async function bytesAt(url) {
  let bytes = files.get(url);
  if (bytes === undefined) {
    bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    files.clear();
    files.set(url, bytes);
  }
  return bytes;
}

/** A fetch for both contenders: one passes a URL and an init, the other a Request. */
function fetchFrom(bytes, hasStreams) {
  return async (input, init) => {
    const headers = new Headers((init ?? input).headers);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.get("range")).map(Number);
    const body = bytes.subarray(first, last + 1);
    const replyHeaders = {
      "content-length": String(body.length),
      "content-range": `bytes ${first}-${last}/${bytes.length}`,
    };
    if (!hasStreams) return memoryReply(body, replyHeaders);
    return new Response(body, { status: 206, headers: replyHeaders });
  };
}

/** `hasStreams`: the replies are the platform's own, whose cost is then part of the time. */
export async function decodeAll(contender, { map, path, fileUrl, hasStreams, options }) {
  const fetch = fetchFrom(await bytesAt(fileUrl), hasStreams);
  // Every run decodes everything
  const set = await contender.open(map, { fetch, ...kNothingKept, ...options });
  const array = await set.array(path);
  const start = performance.now();
  const result = await contender.read(array, [null, null]);
  const ms = performance.now() - start;
  set.close();
  return digested(ms, result);
}
