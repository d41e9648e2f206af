/** The bar behind an element that can be made wider: drags, and follows the arrow keys. */
import { css, html, LitElement } from "lit";
import { customElement, state } from "lit/decorators.js";
import { sharedStyle } from "./style.js";

const kLeast = 160;
const kMost = 640;
const kStep = 16;

@customElement("ca-split")
export class CaSplit extends LitElement {
  @state() private width = 320;

  static override styles = [
    sharedStyle,
    css`
      :host {
        position: relative;
        z-index: 1;
        flex: none;
        width: 0;
      }
      [role="separator"] {
        position: absolute;
        inset: 0 -4px;
        cursor: col-resize;
        touch-action: none;
      }
    `,
  ];

  protected override render() {
    return html`<div
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label="Width of the tree"
      aria-valuemin=${kLeast}
      aria-valuemax=${kMost}
      aria-valuenow=${this.width}
      @keydown=${this.#onKey}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
    ></div>`;
  }

  #onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -kStep, ArrowRight: kStep }[event.key];
    if (step === undefined) return;
    this.#set(this.width + step);
    event.preventDefault();
  }

  #onDown(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  #onMove(event: PointerEvent): void {
    const bar = event.currentTarget as HTMLElement;
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const left = this.previousElementSibling?.getBoundingClientRect().left ?? 0;
    this.#set(event.clientX - left);
  }

  #set(width: number): void {
    this.width = Math.round(Math.min(kMost, Math.max(kLeast, width)));
    const before = this.previousElementSibling;
    if (before instanceof HTMLElement) before.style.width = `${this.width}px`;
  }
}
