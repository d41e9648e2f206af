/** Node's, which costs less than a channel; browsers have none. */
const { setImmediate } = globalThis as { setImmediate?: (work: () => void) => void };

/** Ends the present turn of the event loop: what waits in it runs first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
      return;
    }
    // Timers are clamped to 4 ms, and to a second in pages that are not seen
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
