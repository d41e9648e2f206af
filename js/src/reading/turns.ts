/** Lets the page go on during long work: no turn of ours takes longer than a frame has to spare. */

const kTurnMs = 6;

/** Ends the present turn: what waits in the event loop runs first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // Timers are clamped to 4 ms, and to a second in pages that are not seen
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Called between pieces of work; waits for a new turn when the present one has lasted. */
export function takingTurns(): () => void | Promise<void> {
  let start = performance.now();
  return () => {
    if (performance.now() - start < kTurnMs) return;
    return nextTurn().then(() => {
      start = performance.now();
    });
  };
}
