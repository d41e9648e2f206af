/** What a read is waiting for, doing, or was stopped by; nothing when all is there. */
import type { ReadPlan } from "chunkatlas";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { emit } from "./events.js";
import { formatBytes, formatCost } from "./format.js";
import type { ReadStatus } from "./reading.js";
import { sharedStyle } from "./style.js";
import "./ca-problem.js";

@customElement("ca-status")
export class CaStatus extends LitElement {
  @property({ attribute: false }) status: ReadStatus = { kind: "idle" };
  /** What is read, for the question: "This window". */
  @property() subject = "";

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
      }
      .box {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        width: fit-content;
        max-width: 100%;
        padding: 8px 12px;
        border: 1px solid var(--line);
        border-radius: 4px;
        background: var(--bg);
      }
      progress {
        width: 160px;
        height: 6px;
        border: 0;
        border-radius: 3px;
        overflow: hidden;
        appearance: none;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
    `,
  ];

  protected override render() {
    const { status } = this;
    switch (status.kind) {
      case "asking":
        return html`<div class="box" role="group" aria-label="Large read">
          <span>${this.subject} costs <strong>${priceOf(status.plan)}</strong>.</span>
          <button class="primary" @click=${() => emit(this, "ca-proceed", null)}>Read</button>
        </div>`;
      case "reading":
        return status.isSlow ? this.#progress(status) : nothing;
      case "stopped":
        return html`<div class="box" role="status">
          <span>Stopped at ${status.percent} %.</span>
          <button @click=${() => emit(this, "ca-proceed", null)}>Continue</button>
        </div>`;
      case "failed":
        return html`<ca-problem
          .error=${status.error}
          can-retry
          @ca-retry=${() => emit(this, "ca-proceed", null)}
        ></ca-problem>`;
      case "done":
        return this.#missing(status.plan);
      default:
        return nothing;
    }
  }

  /** Fill values look like data, so they are told apart in words. */
  #missing({ missing, chunks }: ReadPlan) {
    if (missing === 0) return nothing;
    return html`<div class="box" role="status">
      ${
        missing === chunks
          ? "No stored chunks: all values are the fill value."
          : `${missing} of ${chunks} chunks are not stored: their values are the fill value.`
      }
    </div>`;
  }

  #progress({ plan, progress }: Extract<ReadStatus, { kind: "reading" }>) {
    const received = progress?.bytes ?? 0;
    return html`<div class="box">
      <span>Reading ${formatBytes(received)} of ${formatBytes(plan.bytesToMove)}</span>
      <progress max=${plan.bytesToMove} .value=${received} aria-label="Bytes received"></progress>
      <button @click=${() => emit(this, "ca-cancel", null)}>Cancel</button>
    </div>`;
  }
}

function priceOf({ requests, bytesToMove }: ReadPlan): string {
  return formatCost({ requests, bytes: bytesToMove });
}
