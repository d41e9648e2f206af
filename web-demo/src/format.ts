/** Numbers, sizes and types as texts for people. */

const kSpace = "\u00a0";

/** 54000000 becomes "54 000 000", with spaces that do not break. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, kSpace);
}

/** Decimal units: 1 kB is 1000 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}${kSpace}B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = bytes / 1000;
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}${kSpace}${units[index]}`;
}

export function formatRequests(requests: number): string {
  return `${formatCount(requests)}${kSpace}${requests === 1 ? "request" : "requests"}`;
}

export function formatCost(cost: { requests: number; bytes: number }): string {
  return `${formatRequests(cost.requests)}, ${formatBytes(cost.bytes)}`;
}

export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? "scalar" : shape.map(formatCount).join(`${kSpace}×${kSpace}`);
}

export function formatRate(hertz: number): string {
  if (hertz >= 1000) return `${trimmed(hertz / 1000)}${kSpace}kHz`;
  return `${trimmed(hertz)}${kSpace}Hz`;
}

/** With a true minus sign, for labels that line up. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(Math.min(decimals, 20));
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** Up to `digits` significant digits, without an exponent where it can be helped. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value).replace("-", "−");
  const rounded = Number(value.toPrecision(digits));
  return String(rounded).replace("-", "−");
}

const kTypes: Readonly<Record<string, string>> = {
  b: "bool",
  i: "int",
  u: "uint",
  f: "float",
  c: "complex",
  M: "datetime",
  m: "timedelta",
  S: "bytes",
  U: "text",
  V: "record",
  O: "object",
};

/** "<i2" becomes "int16". */
export function formatType(dtype: string): string {
  const [, kind = "", size = ""] = /^[<>|=]?([a-zA-Z])(\d*)/.exec(dtype) ?? [];
  const name = kTypes[kind];
  if (name === undefined) return dtype;
  return "iufc".includes(kind) ? `${name}${Number(size) * 8}` : name;
}

/** Whether values of `dtype` are real numbers. */
export function isNumeric(dtype: string): boolean {
  return /^[<>|=]?[biuf]\d/.test(dtype);
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(6)));
}
