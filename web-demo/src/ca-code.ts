/** The present view as JavaScript and as a command. */
import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { emit } from "./events.js";
import { icon } from "./icons.js";
import { commandOf, javaScriptOf, type ViewDescription } from "./snippet.js";
import { sharedStyle } from "./style.js";

type Language = "JavaScript" | "Command line";

@customElement("ca-code")
export class CaCode extends LitElement {
  @property({ attribute: false }) view!: ViewDescription;
  @state() private copied: Language | undefined;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
        flex: none;
        max-height: 45%;
        padding: 8px 16px 12px;
        border-top: 1px solid var(--line);
        background: var(--panel);
        overflow: auto;
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      h2 {
        font-size: 14px;
      }
      pre {
        margin: 0 0 8px;
        padding: 8px 12px;
        border: 1px solid var(--line);
        border-radius: 4px;
        background: var(--bg);
        font: var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected override render() {
    return html`<section aria-label="Code of this view">
      ${this.#block("JavaScript", javaScriptOf(this.view), true)}
      ${this.#block("Command line", commandOf(this.view), false)}
    </section>`;
  }

  #block(language: Language, text: string, isFirst: boolean) {
    return html`
      <header>
        <h2>${language}</h2>
        <button class="quiet" @click=${() => this.#copy(language, text)}>
          ${icon("copy")} ${this.copied === language ? "Copied" : "Copy"}
        </button>
        <span class="spacer"></span>
        ${
          isFirst
            ? html`<button
                class="quiet"
                aria-label="Close the code"
                @click=${() => emit(this, "ca-code", null)}
              >
                ${icon("close")}
              </button>`
            : ""
        }
      </header>
      <pre tabindex="0"><code>${text.trimEnd()}</code></pre>
    `;
  }

  async #copy(language: Language, text: string): Promise<void> {
    // A browser may refuse; then the button must not say that it was done
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    this.copied = isDone ? language : undefined;
  }
}
