/** Traces with axes: a canvas for the data, SVG around it, a cursor, and a summary in words. */
import { css, html, LitElement, nothing, type PropertyValues, svg } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { axesStyle, rowAxis, type Size, scaleBar, timeAxis, unreadParts } from "./axes.js";
import { type Cursor, cursorAt, describeCursor, gainText, summaryOf } from "./cursor.js";
import { type Block, type Bounds, paintTraces } from "./paint.js";
import { kMargin, type PlotRow, type PlotView, rowsOf, storedCentre } from "./plot_geometry.js";
import { type PlotMoves, pressPlotKey, watchPlot } from "./plot_input.js";
import { scaleOf } from "./series.js";
import { sharedStyle } from "./style.js";
import { watchTheme } from "./theme.js";

@customElement("ca-plot")
export class CaPlot extends LitElement {
  @property({ attribute: false }) view!: PlotView;
  @property({ attribute: false }) block: Block | undefined;
  @property({ attribute: false }) bounds: Bounds | undefined;
  @property({ attribute: false }) moves!: PlotMoves;
  @state() private size: Size = { width: 0, height: 0 };
  @state() private cursor: Cursor | undefined;
  @query("canvas") private canvas!: HTMLCanvasElement;
  @query(".picture") private picture!: HTMLElement;
  #watching = new AbortController();
  readonly #resized = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this.size = { width, height };
  });

  static override styles = [
    sharedStyle,
    axesStyle,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .top {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 16px;
        min-height: 20px;
        padding-inline: ${kMargin.left}px ${kMargin.right}px;
      }
      .frame {
        position: relative;
        flex: 1;
        min-height: 0;
        overflow: hidden;
      }
      .picture {
        position: absolute;
        inset: ${kMargin.top}px ${kMargin.right}px ${kMargin.bottom}px ${kMargin.left}px;
        cursor: grab;
        touch-action: pan-y;
      }
      .picture:active {
        cursor: grabbing;
      }
      canvas {
        display: block;
        position: absolute;
        width: 100%;
        height: 100%;
        color: var(--trace);
        forced-color-adjust: none;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
        pointer-events: none;
      }
      .cursor {
        stroke: var(--accent);
        stroke-width: 1;
        shape-rendering: crispEdges;
      }
      .point {
        fill: var(--bg);
        stroke: var(--accent);
        stroke-width: 1.5;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watching = new AbortController();
    watchTheme(() => this.requestUpdate(), this.#watching.signal);
    void this.updateComplete.then(() => {
      this.#resized.observe(this.picture);
      watchPlot(this.picture, this.moves, this.#watching.signal);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching.abort();
    this.#resized.disconnect();
  }

  protected override render() {
    const { view, block, bounds, size } = this;
    const rows = rowsOf(view, size.height);
    const hasBar = block !== undefined && rows.some(({ ticks }) => ticks.length === 0);
    const height = hasBar ? gainText(view) : "";
    return html`
      <div class="top mono muted">
        <span data-part="mode">${this.#mode()}</span>
        <span data-part="readout">${describeCursor(view, block, this.cursor) || height}</span>
      </div>
      <div class="frame">
        <svg aria-hidden="true">
          <g transform="translate(${kMargin.left} ${kMargin.top})">
            ${unreadParts(view, block, size)} ${timeAxis(view, size)}
            ${rows.map((row) => rowAxis(view, row, size))}
            ${hasBar ? scaleBar(view, size) : nothing}
          </g>
        </svg>
        <div
          class="picture"
          role="application"
          tabindex="0"
          aria-label="Traces"
          aria-roledescription="plot"
          aria-describedby="summary"
          @keydown=${this.#onKey}
          @pointermove=${this.#onHover}
          @pointerleave=${() => {
            this.cursor = undefined;
          }}
        >
          <canvas role="img" aria-labelledby="summary"></canvas>
          <svg aria-hidden="true">${this.#cursorMarks(rows)}</svg>
        </div>
      </div>
      <p class="hidden" id="summary">${summaryOf(view, block, bounds)}</p>
    `;
  }

  protected override updated(_: PropertyValues): void {
    const { canvas, block, bounds, view } = this;
    const ratio = devicePixelRatio;
    const width = Math.round(this.size.width * ratio);
    const height = Math.round(this.size.height * ratio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext("2d");
    if (context === null || width === 0 || height === 0) return;
    context.clearRect(0, 0, width, height);
    if (block === undefined || bounds === undefined) return;
    const rowHeight = height / view.channels.length;
    const rows = view.channels.flatMap((channel, index) => {
      const column = block.columnOf(channel);
      if (column === undefined) return [];
      const perValue = (scaleOf(view.series, channel) / view.gain) * rowHeight;
      const centre = storedCentre(view, channel);
      return [{ column, middle: (index + 0.5) * rowHeight, centre, perValue }];
    });
    const pixels = context.createImageData(width, height);
    const pen = { colour: colourOf(canvas), thickness: 1.25 * ratio };
    paintTraces(pixels, block, bounds, rows, view.extent, pen);
    context.putImageData(pixels, 0, 0);
  }

  #mode(): string {
    const { from, to } = this.view.extent;
    const perPixel = (to - from) / Math.max(1, this.size.width * devicePixelRatio);
    if (this.size.width === 0) return "";
    if (perPixel < 1) return "every sample";
    return `min and max of ${perPixel.toFixed(perPixel < 10 ? 1 : 0)} samples per pixel`;
  }

  #cursorMarks(rows: readonly PlotRow[]) {
    const { cursor, view, block, size } = this;
    if (cursor === undefined || cursor.isTouch) return nothing;
    const { from, to } = view.extent;
    const x = ((cursor.sample - from) / (to - from)) * size.width;
    const row = rows[cursor.index];
    const column = block?.columnOf(cursor.channel);
    if (row === undefined || block === undefined || column === undefined) return nothing;
    const at = cursor.sample - block.first;
    const stored = block.values[at * block.stride[0] + column * block.stride[1]];
    const rowHeight = size.height / view.channels.length;
    const perValue = (scaleOf(view.series, cursor.channel) / view.gain) * rowHeight;
    const y = row.middle - ((stored ?? Number.NaN) - storedCentre(view, cursor.channel)) * perValue;
    return svg`<path class="cursor" d="M${x} 0V${size.height}" />
      ${Number.isFinite(y) ? svg`<circle class="point" cx=${x} cy=${y} r="3.5" />` : nothing}`;
  }

  #onHover(event: PointerEvent): void {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    const share = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    this.cursor = cursorAt(this.view, share, event.pointerType === "touch");
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressPlotKey(event.key, this.moves)) event.preventDefault();
  }
}

/** The computed colour of the text of `element`, which follows the theme. */
function colourOf(element: HTMLElement): readonly [number, number, number] {
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(element)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return [red, green, blue];
}
