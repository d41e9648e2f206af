/** Reads of many parts, some at once, whose values are taken in order. */
import { underSignals } from "../io/abort.js";

/** While one part is decoded the next one is on its way; more would only need more memory. */
const kAtOnce = 2;

/** Ends with the first failure, which gives the other reads up. */
export function readAhead<Part, Value>(
  parts: Iterable<Part>,
  signal: AbortSignal | undefined,
  read: (part: Part, signal: AbortSignal) => Promise<Value>,
  take: (value: Value, part: Part) => void,
): Promise<void> {
  return underSignals([signal], async (own) => {
    const waiting: { part: Part; reading: Promise<Value> }[] = [];
    const takeFirst = async () => {
      const first = waiting.shift();
      if (first === undefined) return;
      const value = await first.reading;
      own.signal.throwIfAborted(); // while it was read
      take(value, first.part);
    };
    for (const part of parts) {
      own.signal.throwIfAborted();
      const reading = read(part, own.signal);
      // Its turn to be awaited may never come
      reading.catch(() => undefined);
      if (waiting.push({ part, reading }) >= kAtOnce) await takeFirst();
    }
    while (waiting.length > 0) await takeFirst();
  });
}
