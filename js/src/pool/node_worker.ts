/** Workers of Node: the same script, between lines that give it what browsers give. */
import { Worker } from "node:worker_threads";
import type { FromWorker } from "./message.js";
import type { StartWorker } from "./port.js";

const kScope = `const { parentPort } = require("node:worker_threads");
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
`;

export function nodeWorkers(script: string): StartWorker {
  return ({ message, died }) => {
    // Of the process's own arguments some would not be allowed here
    const worker = new Worker(kScope + script, { eval: true, execArgv: [] });
    worker.on("message", (data: FromWorker) => message(data));
    worker.on("error", died);
    worker.on("exit", (code) => died(`exit code ${code}`));
    return {
      post: (sent, transfer) => worker.postMessage(sent, transfer as ArrayBuffer[]),
      terminate: () => void worker.terminate(),
      setBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    };
  };
}
