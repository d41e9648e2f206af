/** What went wrong, why, what to do, and details to copy. */
import { AtlasError } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { emit } from "./events.js";
import { icon } from "./icons.js";
import { describeProblem, detailsOf, type Problem, probe } from "./problems.js";
import { sharedStyle } from "./style.js";

@customElement("ca-problem")
export class CaProblem extends LitElement {
  @property({ attribute: false }) error: unknown;
  /** What is open, as the page shows it. */
  @property() url = "";
  @property({ type: Boolean, attribute: "can-retry" }) canRetry = false;
  @state() private probed: Problem | undefined;
  @state() private isCopied = false;
  @query("input") private token!: HTMLInputElement | null;
  #abort = new AbortController();

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
        max-width: 720px;
      }
      section {
        padding: 4px 0 4px 16px;
        border-left: 2px solid var(--bad);
      }
      h2 {
        color: var(--bad);
      }
      p {
        margin-top: 4px;
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0 16px;
        margin: 12px 0;
        padding: 8px 12px;
        border: 1px solid var(--line);
        border-radius: 4px;
        background: var(--panel);
        font: var(--mono);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .actions,
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
      }
      form input {
        flex: 1 1 200px;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("error")) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.probed = undefined;
    this.isCopied = false;
    void probe(this.error, signal).then((problem) => {
      if (!signal.aborted) this.probed = problem;
    });
  }

  protected override render() {
    const { title, cause, remedy } = this.probed ?? describeProblem(this.error);
    return html`<section role="alert">
      <h2>${title}</h2>
      <p>${cause}</p>
      <p>${remedy}</p>
      ${this.#wantsToken() ? this.#tokenForm() : nothing}
      <dl>
        ${detailsOf(this.error).map(
          ([name, value]) => html`<dt class="muted">${name}</dt>
            <dd>${value}</dd>`,
        )}
      </dl>
      <div class="actions">
        ${
          this.canRetry
            ? html`<button @click=${() => this.dispatchEvent(new CustomEvent("ca-retry"))}>
                Try again
              </button>`
            : nothing
        }
        <button @click=${this.#copy}>
          ${icon("copy")} ${this.isCopied ? "Copied" : "Copy details"}
        </button>
      </div>
    </section>`;
  }

  #tokenForm() {
    const { host } = new URL(this.url, document.baseURI);
    return html`<form @submit=${this.#onToken}>
      <input
        type="password"
        autocomplete="off"
        aria-label="Token for ${host}"
        placeholder="Token for ${host}"
      />
      <button type="submit">Open with the token</button>
    </form>`;
  }

  /** Only the server of the map itself is ever given a token. */
  #wantsToken(): boolean {
    const { error, url } = this;
    if (!(error instanceof AtlasError) || error.code !== "access-denied") return false;
    const base = document.baseURI;
    if (url === "" || error.url === undefined) return false;
    if (!URL.canParse(url, base) || !URL.canParse(error.url, base)) return false;
    const { origin, protocol } = new URL(url, base);
    return /^https?:$/.test(protocol) && new URL(error.url, base).origin === origin;
  }

  #onToken(event: Event): void {
    event.preventDefault();
    const token = this.token?.value.trim() ?? "";
    if (token !== "") emit(this, "ca-open", { url: this.url, token });
  }

  async #copy(): Promise<void> {
    const text = detailsOf(this.error)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n");
    // A browser may refuse; then the button must not say that it was done
    this.isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
}
