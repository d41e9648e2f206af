/** The whole recording as a strip: which parts were read, and where the window is. */
import { css, html, LitElement, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Extent } from "./paint.js";
import { type PlotMoves, pressPlotKey } from "./plot_input.js";
import { sharedStyle } from "./style.js";

@customElement("ca-overview")
export class CaOverview extends LitElement {
  @property({ attribute: false }) extent!: Extent;
  @property({ attribute: false }) read: readonly Extent[] = [];
  @property({ type: Number }) length = 1;
  /** The window in words. */
  @property() text = "";
  @property({ attribute: false }) moves!: PlotMoves;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
      }
      [role="slider"] {
        height: 16px;
        border: 1px solid var(--border);
        border-radius: 2px;
        cursor: pointer;
        touch-action: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
      }
      .read {
        fill: color-mix(in srgb, var(--accent) 30%, transparent);
      }
      .window {
        fill: var(--accent);
      }
    `,
  ];

  protected override render() {
    const { extent, length } = this;
    return html`<div
      role="slider"
      tabindex="0"
      aria-label="Window in the whole recording"
      aria-valuemin="0"
      aria-valuemax=${length}
      aria-valuenow=${Math.round(extent.from)}
      aria-valuetext=${this.text}
      title="Whole recording; read parts are marked"
      @keydown=${this.#onKey}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
    >
      <svg viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
        ${this.read.map((part) => this.#bar("read", part, 0, 14))}
        ${this.#bar("window", extent, 4, 6)}
      </svg>
    </div>`;
  }

  /** At least two thousandths wide, so that short ones are seen. */
  #bar(name: string, { from, to }: Extent, top: number, height: number) {
    const start = (1000 * from) / this.length;
    const width = Math.max(2, (1000 * to) / this.length - start);
    const left = Math.min(start, 1000 - width);
    return svg`<rect class=${name} x=${left} y=${top} width=${width} height=${height} />`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressPlotKey(event.key, this.moves)) event.preventDefault();
  }

  #onDown(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#jump(event);
  }

  #onMove(event: PointerEvent): void {
    if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) this.#jump(event);
  }

  /** Puts the middle of the window under the pointer. */
  #jump(event: PointerEvent): void {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const middle = ((event.clientX - left) / width) * this.length;
    const { from, to } = this.extent;
    this.moves.pan((middle - (from + to) / 2) / (to - from));
  }
}
