/** The unit that values are shown in: "volts" with tiny numbers become "µV". */

export interface DisplayUnit {
  /** Shown value over value in the file's unit. */
  readonly factor: number;
  /** Empty where the unit is unknown. */
  readonly symbol: string;
}

const kSymbols: Readonly<Record<string, string>> = {
  volt: "V",
  volts: "V",
  v: "V",
  ampere: "A",
  amperes: "A",
  amps: "A",
  a: "A",
  second: "s",
  seconds: "s",
  s: "s",
  meter: "m",
  meters: "m",
  metre: "m",
  metres: "m",
  ohm: "Ω",
  ohms: "Ω",
  hertz: "Hz",
  hz: "Hz",
};

/** Units that have a short name, and of which prefixes would surprise. */
const kShort: Readonly<Record<string, string>> = {
  centimeters: "cm",
  centimetres: "cm",
  degrees: "°",
  microvolts: "µV",
  millimeters: "mm",
  millimetres: "mm",
  millivolts: "mV",
  radians: "rad",
  uV: "µV",
};

const kPrefixes: readonly (readonly [number, string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
  [1e-12, "p"],
];

/** The unit in which a value about as large as `size` reads well. */
export function displayUnit(unit: string, size: number): DisplayUnit {
  const symbol = kSymbols[unit.toLowerCase()];
  if (symbol === undefined) return { factor: 1, symbol: kShort[unit] ?? unit };
  const prefix = kPrefixes.find(([factor]) => size >= factor * (1 - 1e-9)) ?? kPrefixes.at(-1)!;
  return { factor: 1 / prefix[0], symbol: prefix[1] + symbol };
}
