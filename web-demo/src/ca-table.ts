/** Rows of an array with one or two dimensions, or a scalar; a page at a time. */
import type { AtlasArray, AxisSelection, ReadResult } from "chunkatlas";
import { slice } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { emit } from "./events.js";
import { formatCount, isNumeric } from "./format.js";
import { kFirstLimit, Reading } from "./reading.js";
import { sharedStyle } from "./style.js";
import { elementAt, renderValue } from "./values.js";
import "./ca-status.js";

const kRows = 100;
const kColumns = 64;

@customElement("ca-table")
export class CaTable extends LitElement {
  @property({ attribute: false }) array!: AtlasArray;
  /** First row that is shown. */
  @property({ type: Number }) row = 0;
  @state() private page: { readonly first: number; readonly result: ReadResult } | undefined;
  readonly #reading = new Reading(this);

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      nav {
        display: flex;
        flex: none;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        padding: 0 16px;
      }
      ca-status {
        margin: 0 16px;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        padding: 0 16px 16px;
        overflow: auto;
      }
      table {
        border-collapse: collapse;
        font: var(--mono);
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 2px 16px 2px 0;
        border-bottom: 1px solid var(--line);
        text-align: start;
        vertical-align: top;
        white-space: pre-wrap;
      }
      th {
        color: var(--muted);
        font-weight: normal;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--bg);
      }
      .number {
        text-align: end;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("array")) this.page = undefined;
    if (changed.has("array") || changed.has("row")) this.#read();
  }

  protected override render() {
    const total = this.array.shape[0] ?? 1;
    const { first } = this.#bounds();
    const last = Math.min(total, first + kRows) - 1;
    return html`
      <nav aria-label="Rows">
        <span class="mono">${this.#label(first, last, total)}</span>
        ${
          total > kRows
            ? html`<button ?disabled=${first === 0} @click=${() => this.#go(first - kRows)}>
                  Previous
                </button>
                <button ?disabled=${last + 1 >= total} @click=${() => this.#go(first + kRows)}>
                  Next
                </button>`
            : nothing
        }
      </nav>
      <ca-status
        .status=${this.#reading.status}
        subject="This page"
        @ca-proceed=${() => this.#reading.proceed()}
        @ca-cancel=${() => this.#reading.cancel()}
      ></ca-status>
      <div class="scroll" tabindex="0" role="region" aria-label="Values">
        ${this.page === undefined ? nothing : this.#table(this.page.first, this.page.result)}
      </div>
    `;
  }

  #table(first: number, { data, shape, stride }: ReadResult) {
    const { fields } = this.array;
    const rows = shape[0] ?? 1;
    const width = shape[1] ?? 1;
    const align = isNumeric(this.array.dtype) ? "number" : "";
    const cellAt = (row: number, column: number) => {
      if (fields === null) {
        const index = row * (stride[0] ?? 1) + column * (stride[1] ?? 1);
        return elementAt(data, this.array.dtype, index);
      }
      const record = data[row] as Record<string, unknown> | null;
      return record?.[fields[column] ?? ""];
    };
    const names = fields ?? Array.from({ length: width }, (_, column) => String(column));
    const isPlain = fields === null && shape.length < 2;
    return html`<table aria-rowcount=${this.array.shape[0] ?? 1}>
      <thead>
        <tr>
          <th scope="col" class="number">${this.array.dimensions?.[0] ?? "row"}</th>
          ${isPlain ? html`<th scope="col" class=${align}>value</th>` : nothing}
          ${isPlain ? nothing : names.map((name) => html`<th scope="col" class=${align}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: rows },
          (_, row) => html`<tr aria-rowindex=${first + row + 1}>
            <th scope="row" class="number">${first + row}</th>
            ${names.map((_, column) => html`<td class=${align}>${renderValue(cellAt(row, column), this)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #label(first: number, last: number, total: number): string {
    if (total === 0) return "No rows";
    const columns = this.array.shape[1] ?? 0;
    const cut =
      columns > kColumns ? `, columns 0 to ${kColumns - 1} of ${formatCount(columns)}` : "";
    if (total === 1) return `1 value${cut}`;
    return `Rows ${formatCount(first)} to ${formatCount(last)} of ${formatCount(total)}${cut}`;
  }

  #bounds(): { first: number; selection: AxisSelection[] } {
    const { shape } = this.array;
    const [total, columns] = shape;
    if (total === undefined) return { first: 0, selection: [] };
    const first = Math.max(0, Math.min(this.row, total - 1));
    const selection: AxisSelection[] = [slice(first, Math.min(total, first + kRows))];
    if (columns !== undefined) selection.push(columns > kColumns ? slice(0, kColumns) : null);
    return { first, selection };
  }

  #read(): void {
    const { first, selection } = this.#bounds();
    const take = (result: ReadResult) => {
      this.page = { first, result };
    };
    void this.#reading.start({ array: this.array, selection, limit: kFirstLimit, take });
    emit(this, "ca-seen", selection);
  }

  #go(row: number): void {
    emit(this, "ca-go", { patch: { row: Math.max(0, row) }, isStep: true });
  }
}
