/** The tree of a file: loaded as it is unfolded, one stop for the tab key, arrows within. */
import type { AtlasFile } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { goToNode } from "./events.js";
import { icon } from "./icons.js";
import { sharedStyle } from "./style.js";
import { TreeModel, type TreeRow } from "./tree_model.js";

@customElement("ca-tree")
export class CaTree extends LitElement {
  @property({ attribute: false }) file!: AtlasFile;
  @property() selected = "";
  @state() private filter = "";
  /** The row that has the tab stop. */
  @state() private active = "";
  @query("input") private input!: HTMLInputElement;
  #model!: TreeModel;
  #rows: TreeRow[] = [];

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-direction: column;
        width: 320px;
        min-width: 160px;
        border-right: 1px solid var(--line);
        background: var(--panel);
      }
      .filter {
        display: flex;
        align-items: center;
        flex: none;
        height: 40px;
        padding: 0 8px;
        border-bottom: 1px solid var(--line);
      }
      .filter input {
        flex: 1;
      }
      [role="tree"] {
        flex: 1;
        min-height: 0;
        margin: 0;
        padding: 4px 0;
        overflow: auto;
      }
      [role="treeitem"] {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 28px;
        padding-right: 8px;
        cursor: pointer;
        white-space: nowrap;
      }
      [role="treeitem"]:hover {
        background: color-mix(in srgb, var(--line) 50%, transparent);
      }
      [role="treeitem"]:focus-visible {
        outline-offset: -2px;
      }
      [aria-selected="true"] {
        background: var(--bg);
        box-shadow: inset 2px 0 0 var(--accent);
        font-weight: 600;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      svg.icon {
        color: var(--muted);
      }
      .fold {
        flex: none;
        display: inline-flex;
        width: 16px;
        transition: rotate 100ms;
      }
      [aria-expanded="true"] > .fold {
        rotate: 90deg;
      }
      .indent {
        flex: none;
      }
      .note {
        padding: 8px 12px;
      }
      @media (prefers-reduced-motion: reduce) {
        .fold {
          transition: none;
        }
      }
    `,
  ];

  override focus(): void {
    this.#item(this.active)?.focus();
  }

  focusFilter(): void {
    this.input.focus();
    this.input.select();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("file")) {
      this.#model = new TreeModel(this.file);
      this.filter = "";
      void this.#reveal();
    } else if (changed.has("selected")) {
      void this.#reveal();
    }
    this.#rows = this.#model.rows(this.filter);
    if (!this.#rows.some(({ path }) => path === this.active)) {
      this.active = this.#rows[0]?.path ?? "";
    }
  }

  protected override render() {
    return html`
      <div class="filter">
        <input
          type="search"
          aria-label="Filter by name"
          placeholder="Filter ( / )"
          .value=${this.filter}
          @input=${this.#onFilter}
          @keydown=${this.#onFilterKey}
        />
      </div>
      <div role="tree" aria-label="Groups and arrays" @keydown=${this.#onKey}>
        ${this.#rows.map((row) => this.#row(row))}
        ${
          this.#rows.length === 0 && this.filter !== ""
            ? html`<p class="note muted" role="none">No name holds “${this.filter}”.</p>`
            : nothing
        }
      </div>
    `;
  }

  #row(row: TreeRow) {
    const isGroup = row.kind === "group";
    return html`<div
      role="treeitem"
      data-path=${row.path}
      title=${row.link === undefined ? row.name : `${row.name}, a link to ${row.link}`}
      aria-level=${row.level}
      aria-posinset=${row.position}
      aria-setsize=${row.setSize}
      aria-selected=${row.path === this.selected}
      aria-expanded=${isGroup ? row.isOpen : nothing}
      tabindex=${row.path === this.active ? 0 : -1}
      @click=${(event: MouseEvent) => this.#onClick(event, row)}
    >
      <svg class="indent" width=${row.level * 12 - 4} height="1" aria-hidden="true"></svg>
      <span class="fold">${isGroup ? icon("chevron") : nothing}</span>
      ${icon(isGroup ? "group" : row.kind === "array" ? "array" : "link")}
      <span class="name">${row.name}</span>
      ${row.link !== undefined && row.kind !== "link" ? icon("link") : nothing}
    </div>`;
  }

  async #reveal(): Promise<void> {
    const model = this.#model;
    await model.reveal(this.selected || "/").catch(() => undefined);
    if (model !== this.#model) return;
    if (this.selected !== "") this.active = this.selected;
    this.requestUpdate();
    await this.updateComplete;
    this.#item(this.selected)?.scrollIntoView({ block: "nearest" });
  }

  #item(path: string): HTMLElement | undefined {
    const items = this.renderRoot.querySelectorAll<HTMLElement>("[role=treeitem]");
    return [...items].find((item) => item.dataset.path === path);
  }

  #onClick(event: MouseEvent, row: TreeRow): void {
    this.active = row.path;
    const isFold = (event.target as Element).closest(".fold") !== null;
    if (isFold) void this.#setOpen(row, !row.isOpen);
    else this.#select(row);
  }

  #select(row: TreeRow): void {
    if (row.kind === "group" && !row.isOpen) void this.#setOpen(row, true);
    goToNode(this, row.path);
  }

  async #setOpen(row: TreeRow, isOpen: boolean): Promise<void> {
    if (row.kind !== "group") return;
    if (isOpen) await this.#model.open(row.path).catch(() => undefined);
    else this.#model.close(row.path);
    this.requestUpdate();
  }

  async #onFilter(): Promise<void> {
    this.filter = this.input.value;
    if (this.filter === "") return;
    await this.#model.load().catch(() => undefined);
    this.requestUpdate();
  }

  #onFilterKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.filter !== "") {
      this.filter = "";
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      this.focus();
      event.preventDefault();
    }
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#rows.findIndex(({ path }) => path === this.active);
    const row = this.#rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#moveTo(at + 1),
      ArrowUp: () => this.#moveTo(at - 1),
      Home: () => this.#moveTo(0),
      End: () => this.#moveTo(this.#rows.length - 1),
      Enter: () => this.#select(row),
      " ": () => this.#select(row),
      ArrowRight: () => {
        if (row.isOpen) this.#moveTo(at + 1);
        else void this.#setOpen(row, true);
      },
      ArrowLeft: () => {
        if (row.isOpen && this.filter === "") void this.#setOpen(row, false);
        else this.#moveTo(this.#rows.findLastIndex(({ level }, i) => i < at && level < row.level));
      },
    };
    const move = moves[event.key];
    if (move === undefined) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  }

  #moveTo(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.active = row.path;
    void this.updateComplete.then(() => this.#item(row.path)?.focus());
  }
}
