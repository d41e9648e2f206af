/** The commands by name, and the one that a command line asks for. */
import { attrs } from "./attrs.js";
import { type Command, type Job, type Options, UsageError } from "./command.js";
import { get } from "./get.js";
import { usageOf } from "./help.js";
import { ls } from "./ls.js";
import { plan } from "./plan.js";

export const kCommands: Readonly<Record<string, Command>> = { ls, attrs, get, plan };

export interface Request {
  readonly url: string;
  readonly run: Job;
}

/**
 * What the words and options of a command line ask for.
 * @throws UsageError
 */
export function requestOf(
  words: readonly string[],
  options: Options,
  isTerminal: boolean,
): Request {
  const [name, url, ...operands] = words;
  if (name === undefined) throw new UsageError("no command");
  const command = Object.hasOwn(kCommands, name) ? kCommands[name] : undefined;
  if (command === undefined) throw new UsageError(`no command "${name}"`);
  const isFitting =
    operands.length >= command.required && operands.length <= command.operands.length;
  if (url === undefined || !isFitting) {
    throw new UsageError(`usage: chunkatlas ${usageOf(name, command)}`);
  }
  for (const option of Object.keys(options) as (keyof Options)[]) {
    if (command.takes.includes(option)) continue;
    throw new UsageError(`${name} takes no --${option}`);
  }
  const [path = "/", selection = ""] = operands;
  return { url, run: command.prepare({ path, selection, options }, isTerminal) };
}

/**
 * Headers of the form `Name: value`.
 * @throws UsageError
 */
export function headersOf(lines: readonly string[]): Record<string, string> {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    try {
      headers.append(line.slice(0, colon), line.slice(colon + 1));
    } catch {
      throw new UsageError('--header takes "Name: value"');
    }
  }
  return Object.fromEntries(headers);
}
