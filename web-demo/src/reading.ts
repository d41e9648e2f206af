/**
 * One read at a time for an element: planned first, asked about when it is large, under way with
 * progress, and given up when another one takes its place.
 */
import type { AtlasArray, AxisSelection, Progress, ReadPlan, ReadResult } from "chunkatlas";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { emit } from "./events.js";

export interface ReadJob {
  readonly array: AtlasArray;
  readonly selection: readonly AxisSelection[];
  /** Bytes that are fetched without asking. */
  readonly limit: number;
  take(result: ReadResult): void;
}

export type ReadStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "planning" }
  | { readonly kind: "asking"; readonly plan: ReadPlan }
  | {
      readonly kind: "reading";
      readonly plan: ReadPlan;
      readonly progress: Progress | null;
      /** Whether it takes long enough to be shown. */
      readonly isSlow: boolean;
    }
  | { readonly kind: "stopped"; readonly plan: ReadPlan; readonly percent: number }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "done"; readonly plan: ReadPlan };

/** For the cost bar. */
export interface CostReport {
  readonly status: ReadStatus;
  cancel(): void;
}

/** Bytes that a node which was just chosen may cost without asking. */
export const kFirstLimit = 8_000_000;
/** Bytes that any later window may cost without asking. */
export const kLimit = 32_000_000;
const kSlowMs = 150;

export class Reading implements ReactiveController {
  status: ReadStatus = { kind: "idle" };
  readonly #host: ReactiveControllerHost & HTMLElement;
  #job: ReadJob | undefined;
  #abort = new AbortController();

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort.abort();
  }

  /** Takes the place of the read before. */
  start(job: ReadJob): Promise<void> {
    this.#job = job;
    return this.#run(job, job.limit);
  }

  /** Reads what was asked about, or the rest of what was stopped. */
  proceed(): void {
    if (this.#job !== undefined) void this.#run(this.#job, Number.POSITIVE_INFINITY);
  }

  cancel(): void {
    const { status } = this;
    if (status.kind !== "reading") return;
    this.#abort.abort();
    const { bytes = 0, bytesToMove = 0 } = status.progress ?? {};
    const percent = bytesToMove === 0 ? 0 : Math.floor((100 * bytes) / bytesToMove);
    this.#set({ kind: "stopped", plan: status.plan, percent });
  }

  /** Nothing is wanted any more. */
  drop(): void {
    this.#abort.abort();
    this.#job = undefined;
    if (this.status.kind !== "done" && this.status.kind !== "idle") this.#set({ kind: "idle" });
  }

  async #run(job: ReadJob, limit: number): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const set = (status: ReadStatus) => {
      if (!abort.signal.aborted) this.#set(status);
    };
    let slow: ReturnType<typeof setTimeout> | undefined;
    try {
      set({ kind: "planning" });
      const plan = await job.array.plan(job.selection);
      if (plan.bytesToMove > limit) return set({ kind: "asking", plan });
      set({ kind: "reading", plan, progress: null, isSlow: false });
      slow = setTimeout(() => this.#update(abort, { isSlow: true }), kSlowMs);
      const onProgress = (progress: Progress) => this.#update(abort, { progress });
      const result = await job.array.read(job.selection, { signal: abort.signal, onProgress });
      if (abort.signal.aborted) return;
      job.take(result);
      set({ kind: "done", plan });
    } catch (error) {
      set({ kind: "failed", error });
    } finally {
      clearTimeout(slow);
    }
  }

  #update(
    { signal }: AbortController,
    change: { readonly progress?: Progress; readonly isSlow?: boolean },
  ): void {
    const { status } = this;
    if (!signal.aborted && status.kind === "reading") this.#set({ ...status, ...change });
  }

  #set(status: ReadStatus): void {
    this.status = status;
    this.#host.requestUpdate();
    emit(this.#host, "ca-cost", { status, cancel: () => this.cancel() });
  }
}
