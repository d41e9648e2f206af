/** What `chunkatlas --help` prints. */
import type { Command } from "./command.js";

const kOptions = `Options:
  --json               ls, plan: print JSON
  --depth N            ls: show N levels only
  --format FORMAT      get: npy, json, csv, or text (a preview that leaves out the middle)
  -o, --output FILE    get: write to FILE; its ending tells the format
  --header "N: VALUE"  send this with requests to the origin of URL; may be repeated
  --help, --version

URL is that of a Kerchunk or LINDI reference file or of a Zarr store, or a local path.
SELECTION is as in NumPy: "[0:100, :, 5]". Without --format and -o, get prints text to a
terminal and npy to anything else.
`;

export function helpText(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, command]) => {
    return `  ${usageOf(name, command).padEnd(25)}  ${command.summary}\n`;
  });
  return `Usage: chunkatlas COMMAND URL ...\n\nCommands:\n${rows.join("")}\n${kOptions}`;
}

/** `"get URL PATH [SELECTION]"`. */
export function usageOf(name: string, { operands, required }: Command): string {
  const words = operands.map((word, order) => (order < required ? word : `[${word}]`));
  return [name, "URL", ...words].join(" ");
}
