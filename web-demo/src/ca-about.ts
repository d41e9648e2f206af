/** What the metadata says of a node: attributes, data type, chunks, codecs, links. */
import type { AtlasArray, AtlasGroup, Child, ReadPlan } from "chunkatlas";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { goToNode } from "./events.js";
import { formatBytes, formatCount, formatRequests, formatShape, formatType } from "./format.js";
import { sharedStyle } from "./style.js";
import { formatValue, renderValue } from "./values.js";

@customElement("ca-about")
export class CaAbout extends LitElement {
  @property({ attribute: false }) node!: AtlasGroup | AtlasArray;
  /** The path it was chosen by, which differs from its own behind a soft link. */
  @property() nodePath = "";
  @state() private members: readonly Child[] = [];
  /** Of reading all of an array. */
  @state() private plan: ReadPlan | undefined;

  static override styles = [
    sharedStyle,
    css`
      :host {
        display: block;
        padding: 16px;
      }
      h2 {
        margin: 24px 0 8px;
        font-size: 14px;
      }
      h2:first-child {
        margin-top: 0;
      }
      table {
        width: 100%;
        max-width: 960px;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 16px 4px 0;
        border-top: 1px solid var(--line);
        text-align: start;
        vertical-align: top;
      }
      th {
        width: 176px;
        color: var(--muted);
        font-weight: normal;
        overflow-wrap: anywhere;
      }
      td {
        font: var(--mono);
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      tr:last-child > * {
        border-bottom: 1px solid var(--line);
      }
      @media (max-width: 799px) {
        :host {
          padding: 12px;
        }
        th {
          width: 128px;
        }
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("node")) void this.#load(this.node);
  }

  protected override render() {
    const { node } = this;
    return html`
      <h2>${node.kind === "array" ? "Array" : "Group"}</h2>
      <table>
        <tbody>
          ${this.#row("path", node.path)}
          ${this.nodePath === node.path ? nothing : this.#row("reached by the link", this.nodePath)}
          ${node.kind === "array" ? this.#array(node) : nothing}
        </tbody>
      </table>
      <h2>Attributes</h2>
      ${this.#attributes(node.attrs)}
      ${node.kind === "group" ? this.#members() : nothing}
    `;
  }

  #array(array: AtlasArray) {
    const { shape, dtype, dimensions, chunks, fields, codecs, fillValue } = array;
    return html`
      ${this.#row("shape", formatShape(shape))}
      ${dimensions === null ? nothing : this.#row("dimensions", dimensions.join(", "))}
      ${this.#row("data type", `${dtype} (${formatType(dtype)})`)}
      ${fields === null ? nothing : this.#row("fields", fields.join(", "))}
      ${this.#row("chunk shape", formatShape(chunks))}
      ${this.#row("chunks", this.plan === undefined ? "…" : formatCount(this.plan.chunks))}
      ${this.#row(
        "codecs",
        codecs.length === 0
          ? "none: bytes as they are"
          : html`${codecs.map(({ id, ...settings }, index) => {
              const text = Object.keys(settings).length === 0 ? "" : formatValue(settings);
              return html`${index === 0 ? "" : html`<br />`}${id} <span class="muted">${text}</span>`;
            })}`,
      )}
      ${this.#row("fill value", fillValue === null ? "none" : formatValue(fillValue))}
      ${this.plan === undefined ? nothing : this.#row("reading all of it", costOf(this.plan))}
    `;
  }

  #attributes(attrs: Readonly<Record<string, unknown>>) {
    const entries = Object.entries(attrs);
    if (entries.length === 0) return html`<p class="muted">None.</p>`;
    return html`<table>
      <tbody>
        ${entries.map(([name, value]) => this.#row(name, renderValue(value, this)))}
      </tbody>
    </table>`;
  }

  #members() {
    const { members } = this;
    return html`
      <h2>Members</h2>
      ${members.length === 0 ? html`<p class="muted">None.</p>` : nothing}
      <table>
        <tbody>
          ${members.map(({ name, path, kind, link }) =>
            this.#row(
              link === undefined ? kind : "link",
              html`${this.#link(name, path)}${link === undefined ? "" : ` to ${link}`}`,
            ),
          )}
        </tbody>
      </table>
    `;
  }

  #link(name: string, path: string) {
    return html`<button class="link mono" @click=${() => goToNode(this, path)}>${name}</button>`;
  }

  #row(name: string, value: unknown) {
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${value}</td>
    </tr>`;
  }

  async #load(node: AtlasGroup | AtlasArray): Promise<void> {
    this.plan = undefined;
    this.members = [];
    // What is at fault with the metadata is told where values are read
    if (node.kind === "group") this.members = await node.children().catch(() => []);
    else this.plan = await node.plan().catch(() => undefined);
  }
}

function costOf({ requests, bytesToMove, resultBytes, missing, chunks }: ReadPlan): string {
  if (requests === 0 && missing === chunks) return "0 requests: nothing is stored";
  if (requests === 0) return "0 requests: it is in the map";
  const result = resultBytes === 0 ? "" : `, ${formatBytes(resultBytes)} decoded`;
  return `${formatRequests(requests)}, ${formatBytes(bytesToMove)}${result}`;
}
