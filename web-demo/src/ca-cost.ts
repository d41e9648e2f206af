/** The bar at the bottom: what the next read will cost, and what all reads have cost. */
import type { AtlasFile } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { emit } from "./events.js";
import { formatCost, formatCount } from "./format.js";
import type { CostReport } from "./reading.js";
import { sharedStyle } from "./style.js";

@customElement("ca-cost")
export class CaCost extends LitElement {
  @property({ attribute: false }) file!: AtlasFile;
  @property({ attribute: false }) report: CostReport | undefined;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 24px;
        min-height: 32px;
        padding: 0 16px;
        border-top: 1px solid var(--line);
        background: var(--panel);
        font: var(--mono);
        font-variant-numeric: tabular-nums;
      }
      button {
        min-height: 24px;
      }
      @media (max-width: 799px) {
        :host {
          gap: 0 12px;
          padding: 4px 12px;
        }
      }
    `,
  ];

  protected override updated(changed: PropertyValues): void {
    if (changed.has("report") && this.report?.status.kind === "done") {
      emit(this, "ca-say", `Session: ${this.#session()}`);
    }
  }

  protected override render() {
    const status = this.report?.status;
    return html`
      <span data-part="next"><span class="muted">${this.#label()}</span> ${this.#plan()}</span>
      <span data-part="session"><span class="muted">session</span> ${this.#session()}</span>
      <span class="spacer"></span>
      ${
        status?.kind === "reading" && status.isSlow
          ? html`<button @click=${() => this.report?.cancel()}>Cancel</button>`
          : nothing
      }
    `;
  }

  #label(): string {
    return this.report?.status.kind === "done" ? "this view" : "next";
  }

  #plan(): string {
    const status = this.report?.status;
    if (status === undefined || !("plan" in status)) return "nothing";
    const { requests, bytesToMove } = status.plan;
    return formatCost({ requests, bytes: bytesToMove });
  }

  #session(): string {
    const { requests, bytes, cacheHits } = this.file.stats;
    const reads = `${formatCount(cacheHits)} ${cacheHits === 1 ? "read" : "reads"} from memory`;
    return `${formatCost({ requests, bytes })}, ${reads}`;
  }
}
