/** A thread that decodes, in whatever way the platform starts one. */
import type { FromWorker, ToWorker } from "./message.js";

export interface WorkerPort {
  post(message: ToWorker, transfer: Transferable[]): void;
  /** Ends the thread, whatever it does. */
  terminate(): void;
  /** Whether the thread keeps the process alive, where threads do. */
  setBusy(isBusy: boolean): void;
}

export interface PortEvents {
  message(message: FromWorker): void;
  /** The thread is no more, or never was. */
  died(cause: unknown): void;
}

/** May throw where there are no threads, or call `died` a while later. */
export type StartWorker = (events: PortEvents) => WorkerPort;
