// Counts checks, and prints one line for each.

let passed = 0;
let failed = 0;

/** Runs `work`, which throws when what `title` says does not hold. Later checks run all the same. */
export async function check(title, work) {
  try {
    await work();
    passed++;
    console.log(`ok      ${title}`);
  } catch (error) {
    failed++;
    const text = error instanceof Error ? error.message : String(error);
    console.log(`FAILED  ${title}\n${text.replace(/^/gm, "        ")}`);
  }
}

/** Prints the sum and sets the exit status. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
