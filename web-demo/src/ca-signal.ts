/** A time series: the window that is seen, what was read for it, and the controls around it. */
import type { AtlasArray, AtlasFile, ReadResult } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatChannels, parseChannels } from "./channels.js";
import { summaryOf } from "./cursor.js";
import { emit, type GoRequest } from "./events.js";
import { clampExtent, panExtent, zoomExtent } from "./extent.js";
import type { Extent } from "./paint.js";
import type { PlotView } from "./plot_geometry.js";
import { type PlotMoves, pressKey } from "./plot_input.js";
import { kFirstLimit, kLimit, Reading } from "./reading.js";
import { niceStep } from "./scale.js";
import { describeSeries, type Series, sampleAt, timeDecimals, timeOf } from "./series.js";
import { holds, readOf, type WindowRead } from "./signal_block.js";
import { SignalData } from "./signal_data.js";
import { sharedStyle } from "./style.js";
import { displayUnit } from "./unit.js";
import "./ca-controls.js";
import "./ca-overview.js";
import "./ca-plot.js";
import "./ca-problem.js";
import "./ca-status.js";

/** The first window: this long, or as many samples where the rate is unknown. */
const kFirstSeconds = 1;
const kFirstSamples = 2000;
/** How long a window rests before it is read. */
const kRestMs = 120;

@customElement("ca-signal")
export class CaSignal extends LitElement {
  @property({ attribute: false }) file!: AtlasFile;
  @property({ attribute: false }) array!: AtlasArray;
  @property({ attribute: false }) t: readonly [number, number] | null = null;
  @property() ch = "";
  @property({ type: Number }) gain: number | null = null;
  @state() private series: Series | undefined;
  @state() private error: unknown;
  @state() private extent: Extent = { from: 0, to: 1 };
  #data: SignalData | undefined;
  #channels: readonly number[] = [];
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isFirst = true;
  readonly #reading = new Reading(this);
  readonly #leaving = new AbortController();

  readonly #moves: PlotMoves = {
    pan: (share) => this.#see(panExtent(this.extent, share, this.#length)),
    zoom: (factor, at) => {
      const sample = this.extent.from + at * (this.extent.to - this.extent.from);
      this.#see(zoomExtent(this.extent, factor, sample, this.#length));
    },
    gain: (direction) => {
      // Higher traces mean fewer units in a row
      const step = niceStep(this.#gain, direction > 0 ? -1 : 1);
      this.#go({ gain: step });
    },
    reset: () => {
      this.#data?.fit(this.#channels);
      this.#go({ t: null, gain: null });
      this.requestUpdate();
    },
    whole: () => this.#see({ from: 0, to: this.#length }),
  };

  static override styles = [
    sharedStyle,
    css`
      :host {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        padding: 4px 0 12px;
      }
      ca-plot {
        flex: 1;
      }
      ca-overview,
      ca-controls,
      .note {
        flex: none;
        margin-inline: 16px;
      }
      .status {
        position: absolute;
        z-index: 1;
        top: 40px;
        left: 80px;
        right: 24px;
      }
      ca-problem,
      ca-status {
        max-width: 720px;
      }
      .status.failed {
        position: static;
        margin-left: 16px;
      }
      @media (max-width: 799px) {
        ca-overview,
        ca-controls,
        .note {
          margin-inline: 12px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", (event) => this.#onKey(event), { signal: this.#leaving.signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaving.abort();
    clearTimeout(this.#rest);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("array")) void this.#load();
    else if (this.series === undefined) return;
    else if (changed.has("t") && String(this.#timesOf(this.extent)) !== String(this.t))
      this.#takeWindow();
    else if (changed.has("ch")) this.#takeChannels(this.series);
  }

  protected override render() {
    if (this.error !== undefined) return html`<ca-problem .error=${this.error}></ca-problem>`;
    const view = this.#view();
    const data = this.#data;
    if (view === undefined) return nothing;
    const { status } = this.#reading;
    const hasFailed = status.kind === "failed";
    return html`
      <div class="status ${hasFailed ? "failed" : ""}">
        <ca-status
          .status=${status}
          subject="This window"
          @ca-proceed=${() => this.#reading.proceed()}
          @ca-cancel=${() => this.#reading.cancel()}
        ></ca-status>
      </div>
      ${
        hasFailed
          ? nothing
          : html`<ca-plot
              .view=${view}
              .block=${data?.block}
              .bounds=${data?.bounds}
              .moves=${this.#moves}
            ></ca-plot>`
      }
      ${view.series.notes.map((note) => html`<p class="note muted">${note}</p>`)}
      <ca-overview
        .extent=${this.extent}
        .read=${data?.parts ?? []}
        .length=${view.series.length}
        .text=${summaryOf(view, undefined, undefined)}
        .moves=${this.#moves}
      ></ca-overview>
      <ca-controls
        .view=${view}
        .ch=${formatChannels(view.channels, view.series.channels)}
        .moves=${this.#moves}
        @ca-table=${() => this.#showTable()}
      ></ca-controls>
    `;
  }

  get #length(): number {
    return this.series?.length ?? 1;
  }

  get #gain(): number {
    return this.gain ?? this.#data?.fittingGain ?? 1;
  }

  #view(): PlotView | undefined {
    const { series, extent } = this;
    if (series === undefined || this.#data === undefined) return undefined;
    const { centres } = this.#data;
    const gain = this.#gain;
    const unit = displayUnit(series.unit, gain);
    return { series, channels: this.#channels, extent, gain, centres, unit };
  }

  async #load(): Promise<void> {
    const { file, array } = this;
    this.#reading.drop();
    clearTimeout(this.#rest);
    this.series = undefined;
    this.error = undefined;
    this.#isFirst = true;
    try {
      const series = await describeSeries(file, array);
      if (array !== this.array) return;
      this.series = series;
      this.#data = new SignalData(series);
      this.#channels = channelsOf(series, this.ch);
      this.#takeWindow();
    } catch (error) {
      if (array === this.array) this.error = error;
    }
  }

  /** The window that the address names, or the first one. */
  #takeWindow(): void {
    const { series, t } = this;
    if (series === undefined) return;
    const width = series.rate === null ? kFirstSamples : series.rate * kFirstSeconds;
    const wanted =
      t === null
        ? { from: 0, to: width }
        : { from: sampleAt(series, t[0]), to: sampleAt(series, t[1]) };
    this.extent = clampExtent(wanted, series.length);
    this.#want(0);
  }

  #takeChannels(series: Series): void {
    this.#channels = channelsOf(series, this.ch);
    this.#data?.centre(this.#channels);
    this.#want(0);
  }

  /** Shows another window at once; when it rests it enters the address and is read. */
  #see(extent: Extent): void {
    this.extent = extent;
    this.#want(kRestMs, () => this.#go({ t: this.#timesOf(extent) }));
  }

  #want(waitMs: number, rested?: () => void): void {
    const { series, extent } = this;
    if (series === undefined) return;
    const read = readOf(series, extent, this.#channels);
    emit(this, "ca-seen", read.selection);
    clearTimeout(this.#rest);
    const hasAll = holds(this.#data?.block, series, extent, this.#channels);
    if (hasAll) this.#reading.drop();
    this.#rest = setTimeout(() => {
      rested?.();
      if (!hasAll) this.#start(read);
    }, waitMs);
  }

  #start({ selection, blockOf }: WindowRead): void {
    const channels = this.#channels;
    const limit = this.#isFirst ? kFirstLimit : kLimit;
    this.#isFirst = false;
    const take = (result: ReadResult) => this.#data?.take(blockOf(result), channels);
    void this.#reading.start({ array: this.array, selection, limit, take });
  }

  #timesOf({ from, to }: Extent): readonly [number, number] | null {
    const { series } = this;
    if (series === undefined) return null;
    // A tenth of a sample, which is less than a pixel shows
    const decimals = timeDecimals(series) + (series.rate === null ? 0 : 1);
    const text = (sample: number) => Number(timeOf(series, sample).toFixed(decimals));
    return [text(from), text(to)];
  }

  #go(patch: GoRequest["patch"]): void {
    emit(this, "ca-go", { patch });
  }

  #showTable(): void {
    emit(this, "ca-go", {
      patch: { view: "table", row: Math.floor(this.extent.from) },
      isStep: true,
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement) return;
    if (pressKey(event.key, this.#moves)) event.preventDefault();
  }
}

/** The channels of a text in the address; the first ones when it makes no sense. */
function channelsOf(series: Series, text: string): readonly number[] {
  const channels = parseChannels(text, series.channels);
  return typeof channels === "string" ? (parseChannels("", series.channels) as number[]) : channels;
}
