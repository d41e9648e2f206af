/**
 * A few workers that decode chunks, started when there is work and ended when there is none for long.
 * All of them share the compiled module.
 *
 *   const reply = await pool.run(task, 2, signal);    // with at most two workers
 *
 * `task.stored` is transferred. Rejects with what was wrong with a chunk; with the signal's reason;
 * with `WorkerLost` when the worker died, which is replaced, so that the caller may decode in place;
 * and with `PoolUnavailable` where no worker can be started, now and for all later tasks.
 */
import { onAbort } from "../io/abort.js";
import { errorOfFailure } from "./failure.js";
import type { FromWorker } from "./message.js";
import type { StartWorker, WorkerPort } from "./port.js";
import type { DecodeReply, DecodeTask } from "./task.js";

export class WorkerLost extends Error {}
export class PoolUnavailable extends Error {}

interface Job {
  readonly id: number;
  readonly task: DecodeTask;
  readonly limit: number;
  resolve(reply: DecodeReply): void;
  reject(error: unknown): void;
}

interface Member {
  port: WorkerPort | undefined;
  isReady: boolean;
  readonly jobs: Map<number, Job>;
  idleTimer: ReturnType<typeof setTimeout> | undefined;
}

/** Tasks that a worker has at once: the next one is there when it ends one. */
const kDepth = 2;
const kIdleMs = 30_000;

export class Pool {
  readonly #start: StartWorker;
  readonly #module: WebAssembly.Module;
  readonly #warn: (text: string) => void;
  readonly #workers = new Set<Member>();
  readonly #queue: Job[] = [];
  #hasWorked = false;
  #unavailable: PoolUnavailable | undefined;
  #nextId = 0;

  /** `warn` is called once at most: where there are no workers. */
  constructor(start: StartWorker, module: WebAssembly.Module, warn: (text: string) => void) {
    this.#start = start;
    this.#module = module;
    this.#warn = warn;
  }

  get isAvailable(): boolean {
    return this.#unavailable === undefined;
  }

  /** Whether a task could begin at once. Starts a worker where there is none. */
  get isReady(): boolean {
    if (this.#workers.size === 0 && this.isAvailable) this.#addWorker();
    return [...this.#workers].some(({ isReady }) => isReady);
  }

  run(task: DecodeTask, limit: number, signal: AbortSignal): Promise<DecodeReply> {
    if (this.#unavailable !== undefined) return Promise.reject(this.#unavailable);
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const job = { id: this.#nextId++, task, limit, resolve, reject };
      const stop = onAbort(signal, () => {
        const place = this.#queue.indexOf(job);
        if (place >= 0) this.#queue.splice(place, 1);
        reject(signal.reason);
      });
      job.resolve = (reply) => {
        stop();
        resolve(reply);
      };
      job.reject = (error) => {
        stop();
        reject(error);
      };
      this.#queue.push(job);
      this.#assign();
    });
  }

  /** Gives waiting tasks to workers with room for them, and starts workers that are wanted. */
  #assign(): void {
    for (;;) {
      const job = this.#queue[0];
      if (job === undefined) return;
      const worker = this.#leastBusy();
      const isWanted = worker === undefined || worker.jobs.size > 0;
      if (isWanted && this.#workers.size < job.limit) {
        this.#addWorker();
        if (!this.isAvailable) return;
        continue;
      }
      if (worker === undefined || worker.jobs.size >= kDepth) return;
      this.#queue.shift();
      this.#give(worker, job);
    }
  }

  #leastBusy(): Member | undefined {
    let found: Member | undefined;
    for (const worker of this.#workers) {
      if (found === undefined || worker.jobs.size < found.jobs.size) found = worker;
    }
    return found;
  }

  #give(worker: Member, job: Job): void {
    clearTimeout(worker.idleTimer);
    worker.jobs.set(job.id, job);
    worker.port?.setBusy(true);
    worker.port?.post({ id: job.id, task: job.task }, [job.task.stored.buffer]);
  }

  #addWorker(): void {
    const worker: Member = {
      port: undefined,
      isReady: false,
      jobs: new Map(),
      idleTimer: undefined,
    };
    const events = {
      message: (message: FromWorker) => this.#take(worker, message),
      died: (cause: unknown) => this.#bury(worker, cause),
    };
    this.#workers.add(worker);
    try {
      worker.port = this.#start(events);
      worker.port.setBusy(false);
      worker.port.post({ module: this.#module }, []);
    } catch (cause) {
      this.#bury(worker, cause);
    }
  }

  #take(worker: Member, message: FromWorker): void {
    if ("isReady" in message) {
      worker.isReady = true;
      this.#hasWorked = true;
      return;
    }
    const job = worker.jobs.get(message.id);
    worker.jobs.delete(message.id);
    if ("reply" in message) job?.resolve(message.reply);
    else job?.reject(errorOfFailure(message.failure));
    this.#assign();
    if (worker.jobs.size === 0) this.#rest(worker);
  }

  #rest(worker: Member): void {
    worker.port?.setBusy(false);
    clearTimeout(worker.idleTimer);
    worker.idleTimer = setTimeout(() => {
      this.#workers.delete(worker);
      worker.port?.terminate();
    }, kIdleMs);
    unref(worker.idleTimer);
  }

  /** Where the first worker dies before it is ready there can be none. */
  #bury(worker: Member, cause: unknown): void {
    if (!this.#workers.delete(worker)) return;
    clearTimeout(worker.idleTimer);
    worker.port?.terminate();
    const error = this.#hasWorked
      ? new WorkerLost("a decoding worker has died", { cause })
      : this.#giveUp(cause);
    for (const job of worker.jobs.values()) job.reject(error);
    this.#assign();
  }

  #giveUp(cause: unknown): PoolUnavailable {
    if (this.#unavailable !== undefined) return this.#unavailable;
    const error = new PoolUnavailable("no decoding workers can be started here", { cause });
    this.#unavailable = error;
    this.#warn(`${error.message}; chunks are decoded on the calling thread`);
    for (const job of this.#queue.splice(0)) job.reject(error);
    return error;
  }
}

/** Node's timers keep the process alive, unless they are told not to. */
function unref(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}
