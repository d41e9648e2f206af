// One line for each measurement, and what was wrong.

export class Report {
  #wrong = [];
  #missed = 0;

  /** Whether every result was right. */
  get isRight() {
    return this.#wrong.length === 0;
  }

  /** A result that differs from what Python found, or something that must not happen. */
  check(isRight, what) {
    if (!isRight && !this.#wrong.includes(what)) this.#wrong.push(what);
  }

  /** `targets` are [text, whether it is met]. */
  line(title, parts, targets = []) {
    const verdicts = targets.map(([text, isMet]) => `${text}: ${isMet ? "met" : "MISSED"}`);
    this.#missed += targets.filter(([, isMet]) => !isMet).length;
    console.log([title, ...parts, ...verdicts].filter((part) => part !== "").join(" | "));
  }

  heading(text) {
    console.log(`\n${text}`);
  }

  end() {
    const missed = this.#missed === 0 ? "all targets met" : `${this.#missed} targets missed`;
    console.log(`\n${missed}; ${this.isRight ? "all results right" : "WRONG RESULTS:"}`);
    for (const what of this.#wrong) console.log(`  ${what}`);
  }
}

/** "12.3 ms (11.9-14.0)" */
export function timeText({ median, low, high }) {
  return `${digits(median)} ms (${digits(low)}-${digits(high)})`;
}

/** "1.23x as fast as zarrita" */
export function speedText(ours, name, theirs) {
  return `${(theirs.median / ours.median).toFixed(2)}x as fast as ${name}`;
}

export function trafficText({ requests, bytes }) {
  const noun = requests === 1 ? "request" : "requests";
  return `${requests} ${noun} ${(bytes / 1e6).toFixed(2)} MB`;
}

function digits(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
