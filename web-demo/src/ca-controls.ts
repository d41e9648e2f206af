/** The controls under a plot: channels, height of the traces, width of the window. */
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { formatChannels, parseChannels, stepChannels } from "./channels.js";
import { gainText } from "./cursor.js";
import { emit } from "./events.js";
import { formatCount } from "./format.js";
import { icon } from "./icons.js";
import type { PlotView } from "./plot_geometry.js";
import type { PlotMoves } from "./plot_input.js";
import { sharedStyle } from "./style.js";

@customElement("ca-controls")
export class CaControls extends LitElement {
  @property({ attribute: false }) view!: PlotView;
  @property() ch = "";
  @property({ attribute: false }) moves!: PlotMoves;
  /** What is wrong with the channels that were typed. */
  @state() private complaint = "";
  @query("input") private input!: HTMLInputElement | null;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 24px;
      }
      form,
      .group {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      input {
        width: 112px;
        margin-left: 4px;
        font: var(--mono);
      }
      input[aria-invalid="true"] {
        border-color: var(--bad);
      }
      .step {
        min-width: 28px;
        padding: 0 4px;
      }
      output {
        min-width: 72px;
        text-align: center;
      }
      .complaint {
        flex-basis: 100%;
        color: var(--bad);
      }
    `,
  ];

  protected override render() {
    const { series } = this.view;
    return html`
      ${series.channels > 1 ? this.#channels() : nothing}
      <div class="group" role="group" aria-label="Height of a row">
        <span class="muted">row</span>
        <button class="step" aria-label="Lower traces" title="Lower traces ( [ )" @click=${() => this.moves.gain(-1)}>
          −
        </button>
        <output class="mono" data-part="gain">${gainText(this.view)}</output>
        <button class="step" aria-label="Higher traces" title="Higher traces ( ] )" @click=${() => this.moves.gain(1)}>
          +
        </button>
      </div>
      <div class="group" role="group" aria-label="Width of the window">
        <span class="muted">time</span>
        <button class="step" aria-label="Show more time" title="Show more time ( − )" @click=${() => this.moves.zoom(1.43, 0.5)}>
          −
        </button>
        <button class="step" aria-label="Show less time" title="Show less time ( + )" @click=${() => this.moves.zoom(0.7, 0.5)}>
          +
        </button>
        <button title="All of the recording ( 0 )" @click=${() => this.moves.whole()}>All</button>
        <button title="Back to the first window" @click=${() => this.moves.reset()}>Reset</button>
      </div>
      <span class="spacer"></span>
      <button class="link" @click=${() => this.dispatchEvent(new CustomEvent("ca-table"))}>
        Show as table
      </button>
      ${
        this.complaint === ""
          ? nothing
          : html`<p class="complaint" id="complaint" role="alert">${this.complaint}.</p>`
      }
    `;
  }

  #channels() {
    const { channels, series } = this.view;
    const isAll = channels.length === series.channels;
    return html`<form @submit=${this.#onSubmit}>
      <label>
        <span class="muted">channels</span>
        <input
          spellcheck="false"
          autocomplete="off"
          .value=${this.ch}
          aria-invalid=${this.complaint !== ""}
          aria-describedby="count complaint"
          @change=${this.#onSubmit}
        />
      </label>
      <span class="muted mono" id="count">of ${formatCount(series.channels)}</span>
      <button type="button" class="step" aria-label="Channels before" title="Channels before" ?disabled=${isAll} @click=${() => this.#step(-1)}>
        ${icon("up")}
      </button>
      <button type="button" class="step" aria-label="Channels after" title="Channels after" ?disabled=${isAll} @click=${() => this.#step(1)}>
        ${icon("down")}
      </button>
      <button type="button" ?disabled=${isAll} @click=${() => this.#set("all")}>all</button>
    </form>`;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    this.#set(this.input?.value ?? "");
  }

  #step(direction: 1 | -1): void {
    const { channels, series } = this.view;
    const next = stepChannels(channels, series.channels, direction);
    this.#set(formatChannels(next, series.channels));
  }

  #set(text: string): void {
    const parsed = parseChannels(text, this.view.series.channels);
    this.complaint = typeof parsed === "string" ? parsed : "";
    if (this.complaint === "") emit(this, "ca-go", { patch: { ch: text.replace(/\s/g, "") } });
  }
}
