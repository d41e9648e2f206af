/** The sheet of keys. */
import { css, html, LitElement } from "lit";
import { customElement, query } from "lit/decorators.js";
import { icon } from "./icons.js";
import { sharedStyle } from "./style.js";

const kKeys: readonly (readonly [string, string])[] = [
  ["/", "filter the tree"],
  ["↑ ↓ ← →", "move in the tree; on the picture ← → pan"],
  ["+ −", "zoom in time (or Ctrl and the wheel)"],
  ["[ ]", "lower or higher traces"],
  ["Home End", "first or last window"],
  ["0", "all of the recording"],
  ["drag, Shift and wheel", "pan"],
  ["double click", "back to the first window"],
  ["c", "code of this view"],
  ["Esc", "stop reading"],
  ["?", "this sheet"],
];

@customElement("ca-keys")
export class CaKeys extends LitElement {
  @query("dialog") private dialog!: HTMLDialogElement;

  static override styles = [
    sharedStyle,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        padding: 16px;
        border: 1px solid var(--border);
        border-radius: 4px;
        background: var(--bg);
        color: var(--ink);
        box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 30%);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 4px 16px;
        margin: 8px 0 0;
      }
      dt {
        font: var(--mono);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title">
      <div class="top">
        <h2 id="title">Keys</h2>
        <button class="quiet" aria-label="Close" @click=${() => this.dialog.close()}>
          ${icon("close")}
        </button>
      </div>
      <dl>
        ${kKeys.map(
          ([keys, about]) => html`<dt>${keys}</dt>
            <dd>${about}</dd>`,
        )}
      </dl>
    </dialog>`;
  }
}
