/**
 * Workers of browsers, started from a blob of their script: a URL would have to be of the page's own
 * origin, which a package from elsewhere is not. Pages may forbid blobs as workers; most browsers tell
 * by an error event, not by an exception.
 */
import type { FromWorker } from "./message.js";
import type { StartWorker } from "./port.js";

export function browserWorkers(script: string): StartWorker {
  return ({ message, died }) => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const worker = new Worker(url, { name: "chunkatlas" });
    const forget = () => URL.revokeObjectURL(url);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      forget();
      message(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      forget();
      died(event.message ?? event);
    };
    worker.onmessageerror = () => died("a message that could not be copied");
    return {
      post: (sent, transfer) => worker.postMessage(sent, transfer),
      terminate: () => worker.terminate(),
      setBusy: () => undefined,
    };
  };
}
