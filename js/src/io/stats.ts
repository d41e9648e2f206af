/** What reading a file has cost so far, shared by all its sources. */
export interface Stats {
  /** HTTP requests sent, redirects and repeated tries included. */
  requests: number;
  /** Body bytes received, those of failed tries included. */
  bytes: number;
  /** Reads that were served from memory alone. */
  cacheHits: number;
}

export function newStats(): Stats {
  return { requests: 0, bytes: 0, cacheHits: 0 };
}
