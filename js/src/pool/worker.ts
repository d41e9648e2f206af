/**
 * A decoding worker: the script that browsers start from a blob and Node from a text. It is told the
 * compiled module first, then tasks, which it performs in their order.
 */
import { Core } from "../core/core.js";
import { failureOf } from "./failure.js";
import type { FromWorker, ToWorker } from "./message.js";
import { Performer } from "./perform.js";

/** What a worker and its owner have in common, in browsers and in Node. */
interface Scope {
  onmessage: (event: { readonly data: ToWorker }) => void;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
let module: WebAssembly.Module;
let core: Core;
let performer: Performer;
/** One message after another, also those that come before the core is there. */
let turn: Promise<void> = Promise.resolve();

async function start(): Promise<void> {
  core = await Core.instantiate(module);
  performer = new Performer(core);
}

async function handle(message: ToWorker): Promise<void> {
  if ("module" in message) {
    module = message.module;
    await start();
    scope.postMessage({ isReady: true });
    return;
  }
  const { id, task } = message;
  try {
    const reply = performer.perform(task);
    const buffers = reply.chunks.flatMap(({ elements, packed }) => [elements, packed]);
    const transfer = buffers.filter((bytes) => bytes !== undefined).map(({ buffer }) => buffer);
    scope.postMessage({ id, reply }, transfer);
  } catch (error) {
    scope.postMessage({ id, failure: failureOf(error) });
    if (core.isBroken) await start();
  }
}

scope.onmessage = ({ data }) => {
  turn = turn.then(() => handle(data));
};
