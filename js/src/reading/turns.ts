/** Lets the page go on during long work: no turn of ours takes longer than a frame has to spare. */

import { nextTurn } from "../io/turn.js";

const kTurnMs = 6;

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
