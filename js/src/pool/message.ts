/** The messages between a pool and its workers. */
import type { Failure } from "./failure.js";
import type { DecodeReply, DecodeTask } from "./task.js";

export type ToWorker =
  | { readonly module: WebAssembly.Module }
  | { readonly id: number; readonly task: DecodeTask };

export type FromWorker =
  | { readonly isReady: true }
  | { readonly id: number; readonly reply: DecodeReply }
  | { readonly id: number; readonly failure: Failure };
