/** The selected node: its name, the views that apply to it, and the one that is shown. */
import type { AtlasArray, AtlasFile, AxisSelection } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { emit, type PageEvent } from "./events.js";
import { formatRate, formatShape, formatType } from "./format.js";
import { icon } from "./icons.js";
import { type LoadedNode, loadNode } from "./loaded_node.js";
import type { ViewDescription } from "./snippet.js";
import type { PageState, ViewName } from "./state.js";
import { sharedStyle } from "./style.js";
import "./ca-about.js";
import "./ca-code.js";
import "./ca-problem.js";
import "./ca-signal.js";
import "./ca-table.js";

const kTitles: Readonly<Record<ViewName, string>> = {
  signal: "Signal",
  table: "Table",
  about: "About",
};

@customElement("ca-node")
export class CaNode extends LitElement {
  @property({ attribute: false }) file!: AtlasFile;
  @property({ attribute: false }) page!: PageState;
  @property({ attribute: false }) isCodeShown = false;
  @state() private loaded: LoadedNode | undefined;
  @state() private error: unknown;
  /** What the view shows of the array, for the code. */
  @state() private seen: readonly AxisSelection[] | null = null;
  #asked = 0;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 100%;
        height: 100%;
      }
      header {
        display: flex;
        flex: none;
        align-items: center;
        gap: 12px;
        min-height: 40px;
        padding: 0 16px;
        border-bottom: 1px solid var(--line);
      }
      h1 {
        overflow: hidden;
        font: var(--mono);
        font-weight: 600;
        direction: rtl;
        text-align: left;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      [role="tablist"] {
        display: flex;
        flex: none;
        align-self: stretch;
        gap: 4px;
      }
      [role="tab"] {
        min-height: 0;
        padding: 0 8px;
        border: 0;
        border-radius: 0;
        background: none;
        color: var(--muted);
      }
      [role="tab"][aria-selected="true"] {
        box-shadow: inset 0 -2px 0 var(--accent);
        color: var(--ink);
      }
      [role="tab"]:focus-visible {
        outline-offset: -2px;
      }
      .facts {
        flex: none;
        padding: 8px 16px 0;
      }
      [role="tabpanel"] {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 0;
      }
      ca-about,
      ca-table {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      ca-signal {
        flex: 1;
        min-height: 240px;
      }
      ca-problem {
        margin: 16px;
      }
      @media (max-width: 799px) {
        header,
        .facts {
          padding-inline: 12px;
        }
        header {
          flex-wrap: wrap;
          gap: 0 12px;
        }
        header > .spacer {
          display: none;
        }
        h1 {
          flex-basis: 100%;
          line-height: 32px;
        }
        [role="tablist"] {
          height: 32px;
        }
        :host {
          height: auto;
        }
        [role="tabpanel"] {
          min-height: 480px;
        }
        ca-code {
          max-height: none;
        }
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isMoved = changed.has("page") && changed.get("page")?.node !== this.page.node;
    if (changed.has("file") || isMoved) void this.#load();
    else if (changed.has("page") && changed.get("page")?.view !== this.page.view) this.seen = null;
  }

  protected override render() {
    const { loaded } = this;
    const view = this.#view();
    return html`
      <header>
        <h1 title=${this.page.node}><bdi>${this.page.node}</bdi></h1>
        <span class="spacer"></span>
        ${loaded === undefined ? nothing : this.#tabs(loaded, view)}
        <button
          class="quiet"
          aria-pressed=${this.isCodeShown}
          title="Code of this view (c)"
          @click=${() => emit(this, "ca-code", null)}
        >
          ${icon("code")} Code
        </button>
      </header>
      ${loaded?.node.kind === "array" ? this.#facts(loaded.node, loaded.rate) : nothing}
      <div
        role="tabpanel"
        aria-label=${view === undefined ? "Node" : kTitles[view]}
        @ca-seen=${(event: PageEvent<"ca-seen">) => {
          this.seen = event.detail;
        }}
      >
        ${this.error === undefined ? this.#content(loaded, view) : this.#problem()}
      </div>
      ${this.isCodeShown && loaded !== undefined ? this.#code(loaded.node) : nothing}
    `;
  }

  #tabs({ views }: LoadedNode, shown: ViewName | undefined) {
    return html`<div role="tablist" aria-label="Views" @keydown=${this.#onTabKey}>
      ${views.map(
        (view) => html`<button
          role="tab"
          data-view=${view}
          aria-selected=${view === shown}
          tabindex=${view === shown ? 0 : -1}
          @click=${() => this.#show(view)}
        >
          ${kTitles[view]}
        </button>`,
      )}
    </div>`;
  }

  #facts(array: AtlasArray, rate: number | null) {
    const facts = [
      `${formatShape(array.shape)} ${formatType(array.dtype)}`,
      rate === null ? "" : formatRate(rate),
      array.shape.length === 0 ? "" : `chunks ${formatShape(array.chunks)}`,
      array.dimensions === null ? "" : `(${array.dimensions.join(", ")})`,
    ];
    return html`<p class="facts mono muted">${facts.filter(Boolean).join(" · ")}</p>`;
  }

  #content(loaded: LoadedNode | undefined, view: ViewName | undefined) {
    if (loaded === undefined) return nothing;
    const { page, file } = this;
    const { node } = loaded;
    if (node.kind === "group" || view === "about") {
      return html`<ca-about .node=${node} .nodePath=${loaded.path}></ca-about>`;
    }
    if (view === "table") {
      return html`<ca-table .array=${node} .row=${page.row}></ca-table>`;
    }
    return html`<ca-signal
      .file=${file}
      .array=${node}
      .t=${page.t}
      .ch=${page.ch}
      .gain=${page.gain}
    ></ca-signal>`;
  }

  #problem() {
    return html`<ca-problem .error=${this.error} .url=${this.page.url}></ca-problem>`;
  }

  #code(node: LoadedNode["node"]) {
    const { url, file } = this.page;
    const view: ViewDescription = {
      source: url === "" ? file : absolute(url),
      isFile: url === "",
      path: node.path,
      kind: node.kind,
      selection: node.kind === "array" ? this.seen : null,
    };
    return html`<ca-code .view=${view}></ca-code>`;
  }

  #view(): ViewName | undefined {
    const { loaded, page } = this;
    const isOffered = page.view !== "" && loaded?.views.includes(page.view);
    return isOffered ? (page.view as ViewName) : loaded?.firstView;
  }

  async #load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { file } = this;
    const path = this.page.node;
    this.loaded = undefined;
    this.error = undefined;
    this.seen = null;
    if (path === "") return;
    try {
      const loaded = await loadNode(file, path);
      if (asked === this.#asked) this.loaded = loaded;
    } catch (error) {
      if (asked === this.#asked) this.error = error;
    }
  }

  #show(view: ViewName): void {
    emit(this, "ca-go", { patch: { view }, isStep: true });
  }

  #onTabKey(event: KeyboardEvent): void {
    const views = this.loaded?.views ?? [];
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const shown = this.#view();
    if (step === undefined || shown === undefined) return;
    const next = views[(views.indexOf(shown) + step + views.length) % views.length] ?? shown;
    this.#show(next);
    event.preventDefault();
    event.stopPropagation();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus();
    });
  }
}

function absolute(url: string): string {
  return URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : url;
}
