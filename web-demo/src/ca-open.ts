/**
 * The start screen: a URL, a file, or a sample. Nothing is fetched before one is chosen. Files may
 * be dropped anywhere on the page, which `ca-app` takes care of.
 */
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { emit } from "./events.js";
import { formatBytes } from "./format.js";
import { icon } from "./icons.js";
import { kFormats } from "./problems.js";
import { kSamples } from "./samples.js";
import { sharedStyle } from "./style.js";

@customElement("ca-open")
export class CaOpen extends LitElement {
  /** Name of the file that a link asks for, which only its reader can give. */
  @property() missing = "";
  @state() private isOver = false;
  @query("#url") private input!: HTMLInputElement;
  @query("#file") private picker!: HTMLInputElement;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
        max-width: 720px;
        margin: 0 auto;
        padding: 48px 24px;
      }
      h1 {
        margin-bottom: 4px;
      }
      form {
        display: flex;
        gap: 8px;
        margin: 24px 0 12px;
      }
      form input {
        flex: 1;
        min-height: 36px;
        font: var(--mono);
      }
      form button {
        min-height: 36px;
      }
      .drop {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px;
        padding: 16px;
        border: 1px dashed var(--border);
        border-radius: 4px;
      }
      .drop.over {
        border-style: solid;
        border-color: var(--accent);
        background: var(--panel);
      }
      .missing {
        margin-top: 24px;
        padding: 8px 12px;
        border-left: 2px solid var(--warn);
      }
      h2 {
        margin: 24px 0 8px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .samples li {
        border-top: 1px solid var(--line);
      }
      .samples li:last-child {
        border-bottom: 1px solid var(--line);
      }
      .samples button {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 16px;
        width: 100%;
        padding: 8px 4px;
        border: 0;
        border-radius: 0;
        background: none;
        text-align: start;
      }
      .samples button:hover {
        background: var(--panel);
      }
      .samples .title {
        color: var(--accent);
      }
      .samples .size {
        grid-row: 1 / 3;
        grid-column: 2;
        text-align: end;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 4px 16px;
        margin: 0;
      }
      dd {
        margin: 0;
      }
      @media (max-width: 799px) {
        :host {
          padding: 24px 16px;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    this.input.focus();
  }

  protected override render() {
    return html`
      <h1>Look into a dataset by its URL</h1>
      <p class="muted">What is in it, what its signals look like, and what looking cost.</p>
      ${
        this.missing === ""
          ? nothing
          : html`<p class="missing">
              This link is about the file <code>${this.missing}</code>, which lies on the machine of
              whoever made it. Drop the file to see the same view.
            </p>`
      }
      <form role="search" @submit=${this.#onSubmit}>
        <input
          id="url"
          type="text"
          inputmode="url"
          spellcheck="false"
          autocomplete="off"
          aria-label="URL of a reference file"
          placeholder="https://…/recording.nwb.lindi.json"
        />
        <button class="primary" type="submit">Open</button>
      </form>
      <div
        class="drop ${this.isOver ? "over" : ""}"
        @dragover=${() => {
          this.isOver = true;
        }}
        @dragleave=${() => {
          this.isOver = false;
        }}
        @drop=${() => {
          this.isOver = false;
        }}
      >
        ${icon("file")}
        <span>Or drop a reference file (<code>.json</code>) here.</span>
        <span class="spacer"></span>
        <button @click=${() => this.picker.click()}>Choose a file</button>
        <input id="file" type="file" accept=".json,application/json" hidden @change=${this.#onPick} />
      </div>
      <h2>Samples</h2>
      <ul class="samples">
        ${kSamples.map(
          (sample) => html`<li>
            <button @click=${() => emit(this, "ca-open", { url: sample.url })}>
              <span class="title">${sample.title}</span>
              <span class="muted">${sample.about}</span>
              <span class="size mono muted">
                opens with ${formatBytes(sample.mapBytes)}<br />data
                ${formatBytes(sample.dataBytes)}
              </span>
            </button>
          </li>`,
        )}
      </ul>
      <h2>Formats</h2>
      <dl>
        ${kFormats.map(
          ([name, about]) => html`<dt>${name}</dt>
            <dd class="muted">${about}</dd>`,
        )}
      </dl>
    `;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const url = this.input.value.trim();
    if (url !== "") emit(this, "ca-open", { url });
  }

  #onPick(): void {
    const blob = this.picker.files?.[0];
    if (blob !== undefined) emit(this, "ca-open", { blob });
  }
}
