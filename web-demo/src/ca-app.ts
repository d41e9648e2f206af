/** The page: its state and the address bar, what is open, and which screen is shown. */
import type { AtlasFile } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { CaKeys } from "./ca-keys.js";
import type { CaTree } from "./ca-tree.js";
import { emit, type GoRequest, type PageEvent } from "./events.js";
import type { CostReport } from "./reading.js";
import { type Opening, Session } from "./session.js";
import { formatHash, kStart, type PageState, parseHash } from "./state.js";
import { sharedStyle } from "./style.js";
import { firstSeries } from "./walk.js";
import "./ca-bar.js";
import "./ca-cost.js";
import "./ca-keys.js";
import "./ca-node.js";
import "./ca-open.js";
import "./ca-problem.js";
import "./ca-split.js";
import "./ca-tree.js";

/** A screen reader hears of costs and progress no more often than this. */
const kSayMs = 1000;

@customElement("ca-app")
export class CaApp extends LitElement {
  @state() private page: PageState = parseHash(location.hash);
  @state() private cost: CostReport | undefined;
  @state() private isCodeShown = false;
  @state() private isTreeShown = false;
  @state() private said = "";
  @query("ca-tree") private tree!: CaTree | null;
  @query("ca-keys") private keys!: CaKeys;
  readonly #session = new Session(this);
  #leaving = new AbortController();
  #saidAt = 0;
  #sayTimer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: grid;
        grid-template: 48px minmax(0, 1fr) auto / minmax(0, 1fr);
        height: 100vh;
        height: 100dvh;
        background: var(--bg);
      }
      .body {
        position: relative;
        display: flex;
        min-height: 0;
      }
      nav {
        display: flex;
        flex: none;
      }
      main {
        flex: 1;
        min-width: 0;
        min-height: 0;
        overflow: auto;
      }
      .opening {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 24px;
      }
      .opening code {
        overflow-wrap: anywhere;
      }
      ca-problem {
        margin: 24px;
      }
      @media (max-width: 799px) {
        ca-tree,
        ca-split {
          display: none;
        }
        ca-tree.shown {
          position: absolute;
          z-index: 2;
          display: flex;
          inset: 0 auto 0 0;
          width: min(320px, 85vw);
          box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.addEventListener("ca-open", (event) => this.#onOpen(event as PageEvent<"ca-open">));
    this.addEventListener("ca-go", (event) => this.#go((event as PageEvent<"ca-go">).detail));
    this.addEventListener("ca-cost", (event) => {
      this.cost = (event as PageEvent<"ca-cost">).detail;
    });
    this.addEventListener("ca-code", () => {
      this.isCodeShown = !this.isCodeShown;
    });
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      const blob = event.dataTransfer?.files[0];
      if (blob !== undefined) emit(this, "ca-open", { blob });
    });
    this.addEventListener("ca-say", (event) => this.#say((event as PageEvent<"ca-say">).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    addEventListener("popstate", () => this.#restore(), { signal });
    addEventListener("hashchange", () => this.#restore(), { signal });
    addEventListener("keydown", (event) => this.#onKey(event), { signal });
    void this.#openPage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaving.abort();
  }

  protected override updated(changed: PropertyValues): void {
    const { url, file, node } = this.page;
    if (changed.has("page")) {
      const name = (url || file).split(/[?#]/)[0]?.split("/").filter(Boolean).at(-1);
      document.title = [node, name, "chunkatlas"].filter(Boolean).join(" · ");
    }
  }

  protected override render() {
    const { opening } = this.#session;
    return html`
      <ca-bar
        role="banner"
        .url=${opening.kind === "none" ? "" : this.page.url || this.page.file}
        ?compact=${opening.kind === "none"}
        ?has-tree=${opening.kind === "open"}
        @ca-tree=${() => this.#showTree(!this.isTreeShown)}
        @ca-keys=${() => this.keys.show()}
      ></ca-bar>
      <div class="body">${this.#body(opening)}</div>
      ${
        opening.kind === "open"
          ? html`<ca-cost
              role="contentinfo"
              aria-label="Cost"
              .file=${opening.file} .report=${this.cost}></ca-cost>`
          : nothing
      }
      <div class="hidden" aria-live="polite">${this.said}</div>
      <ca-keys></ca-keys>
    `;
  }

  #body(opening: Opening) {
    switch (opening.kind) {
      case "none":
        return html`<main><ca-open .missing=${this.page.file}></ca-open></main>`;
      case "opening":
        return html`<main>
          <h1 class="hidden">Opening ${opening.name}</h1>
          <div class="opening" role="status">
            <span>Opening <code>${opening.name}</code>: reading its map</span>
            <button @click=${() => this.#go({ patch: kStart, isStep: true })}>Cancel</button>
          </div>
        </main>`;
      case "failed":
        return html`<main>
          <h1 class="hidden">${opening.name} was not opened</h1>
          <ca-problem
            .error=${opening.error}
            .url=${this.page.url}
            can-retry
            @ca-retry=${() => this.#openPage()}
          ></ca-problem>
        </main>`;
      case "open":
        return this.#file(opening.file);
    }
  }

  #file(file: AtlasFile) {
    const { page } = this;
    return html`
      <nav aria-label="Tree of the file"><ca-tree
        class=${this.isTreeShown ? "shown" : ""}
        .file=${file}
        .selected=${page.node}
        @ca-go=${() => this.#showTree(false)}
      ></ca-tree>
      <ca-split></ca-split></nav>
      <main>
        <ca-node .file=${file} .page=${page} .isCodeShown=${this.isCodeShown}></ca-node>
      </main>
    `;
  }

  #showTree(isShown: boolean): void {
    this.isTreeShown = isShown;
    if (isShown) void this.updateComplete.then(() => this.tree?.focus());
  }

  #onOpen({ detail }: PageEvent<"ca-open">): void {
    const source = this.#session.remember(detail);
    // The same again, with a fresh signature, a token or the file at last: the view is kept
    const isSame = source.url === this.page.url && source.file === this.page.file;
    this.#go({ patch: isSame ? source : { ...kStart, ...source }, isStep: true });
    if (isSame) void this.#openPage();
  }

  #go({ patch, isStep = false }: GoRequest): void {
    const before = this.page;
    this.page = { ...before, ...patch };
    const hash = formatHash(this.page);
    if (hash !== formatHash(before)) {
      const address = hash === "" ? location.pathname + location.search : hash;
      if (isStep) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    }
    if (this.page.node !== before.node) this.cost = undefined;
    if (this.page.url !== before.url || this.page.file !== before.file) void this.#openPage();
  }

  /** Takes over what the address bar says, after back, forward or a typed hash. */
  #restore(): void {
    if (location.hash === formatHash(this.page)) return;
    const before = this.page;
    this.page = parseHash(location.hash);
    if (this.page.node !== before.node) this.cost = undefined;
    if (this.page.url !== before.url || this.page.file !== before.file) void this.#openPage();
    else void this.#chooseNode();
  }

  async #openPage(): Promise<void> {
    const { url, file } = this.page;
    this.cost = undefined;
    if (url === "" && !this.#session.hasBlob(file)) {
      this.#session.close();
      return;
    }
    const opened = await this.#session.open(url, file);
    if (opened === undefined) return;
    this.#say(`Opened ${url || file}`);
    await this.#chooseNode();
  }

  /** Without a node in the address, the first series is shown; else the root. */
  async #chooseNode(): Promise<void> {
    const { opening } = this.#session;
    if (opening.kind !== "open" || this.page.node !== "") return;
    const node = (await firstSeries(opening.file).catch(() => undefined)) ?? "/";
    if (this.#session.opening === opening && this.page.node === "") this.#go({ patch: { node } });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") {
      this.cost?.cancel();
      this.#showTree(false);
      return;
    }
    if (isTyping(event) || this.#session.opening.kind === "none") return;
    if (event.key === "?") this.keys.show();
    else if (event.key === "c") this.isCodeShown = !this.isCodeShown;
    else if (event.key === "/") {
      this.isTreeShown = true;
      void this.updateComplete.then(() => this.tree?.focusFilter());
    } else return;
    event.preventDefault();
  }

  #say(text: string): void {
    clearTimeout(this.#sayTimer);
    const wait = Math.max(0, this.#saidAt + kSayMs - Date.now());
    this.#sayTimer = setTimeout(() => {
      this.#saidAt = Date.now();
      this.said = text;
    }, wait);
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
