/** Round numbers: for steps of an axis, and for the height of a trace's row. */

/** The smallest of 1, 2, 5, 10, … that is at least `value`; or of other `leads`. */
export function niceAbove(value: number, leads: readonly number[] = [1, 2, 5]): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = value / power;
  const factor = leads.find((each) => lead <= each * (1 + 1e-9)) ?? 10;
  return cleaned(factor * power);
}

/** Round, and little more than `value`: the height of a row that is filled well. */
export function fittingAbove(value: number): number {
  return niceAbove(value, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);
}

/** The next of 1, 2, 5, 10, … in `direction`. */
export function niceStep(value: number, direction: 1 | -1): number {
  return direction > 0 ? niceAbove(value * 1.01) : niceAbove(value / 2.6);
}

export interface Tick {
  readonly value: number;
  /** Digits behind the point that tell neighbours apart. */
  readonly decimals: number;
}

/** Round values in [from, to], about `count` of them. */
export function ticks(from: number, to: number, count: number): Tick[] {
  // The nearest round step, by ratio: a third less than the wanted one is as good as that much more
  const step = niceAbove(((to - from) / Math.max(1, count)) * 0.7);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    value: cleaned((first + index) * step),
    decimals,
  }));
}

/** Without the dust of binary fractions. */
function cleaned(value: number): number {
  return Number(value.toPrecision(12));
}
