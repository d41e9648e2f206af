/** The header: what is open, and a field to open something else. */
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { emit } from "./events.js";
import { icon } from "./icons.js";
import { sharedStyle } from "./style.js";
import { toggleTheme } from "./theme.js";

@customElement("ca-bar")
export class CaBar extends LitElement {
  @property() url = "";
  /** On the start screen, which has a field of its own. */
  @property({ type: Boolean }) compact = false;
  @property({ type: Boolean, attribute: "has-tree" }) hasTree = false;
  @query("input") private input!: HTMLInputElement;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 12px;
        border-bottom: 1px solid var(--line);
        background: var(--panel);
      }
      a.brand {
        color: var(--ink);
        font: var(--heading);
        font-size: 14px;
        text-decoration: none;
      }
      form {
        display: flex;
        flex: 1;
        gap: 8px;
        min-width: 0;
        margin-inline: 8px;
      }
      form input {
        flex: 1;
        font: var(--mono);
      }
      .tree {
        display: none;
      }
      @media (max-width: 799px) {
        .tree {
          display: inline-flex;
        }
        form {
          margin-inline: 0;
        }
        :host(:not([compact])) .brand {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    return html`
      ${
        this.hasTree
          ? html`<button
              class="quiet tree"
              aria-label="Tree of the file"
              @click=${() => this.dispatchEvent(new CustomEvent("ca-tree"))}
            >
              ${icon("menu")}
            </button>`
          : nothing
      }
      <a class="brand" href="./" @click=${this.#onHome}>chunkatlas</a>
      ${this.compact ? html`<span class="spacer"></span>` : this.#form()}
      <button class="quiet" aria-label="Light or dark" title="Light or dark" @click=${toggleTheme}>
        ${icon("theme")}
      </button>
      <button
        class="quiet"
        aria-label="Keys"
        title="Keys (?)"
        @click=${() => this.dispatchEvent(new CustomEvent("ca-keys"))}
      >
        ${icon("help")}
      </button>
    `;
  }

  #form() {
    return html`<form role="search" @submit=${this.#onSubmit}>
      <input
        type="text"
        inputmode="url"
        spellcheck="false"
        autocomplete="off"
        aria-label="URL of a reference file"
        .value=${this.url}
      />
      <button type="submit">Open</button>
    </form>`;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const url = this.input.value.trim();
    if (url !== "") emit(this, "ca-open", { url });
  }

  #onHome(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    emit(this, "ca-go", {
      patch: { url: "", file: "", node: "", view: "", t: null, ch: "", gain: null, row: 0 },
      isStep: true,
    });
  }
}
