/** An opened file in the heap of a core. */
import type { Address } from "./abi.js";
import type { Core } from "./core.js";
import { CoreHandle } from "./core_handle.js";
import { CoreRead } from "./core_read.js";
import type { Child, NodeInfo } from "./node_info.js";
import type { NameSource, SourceKind, SourceRef } from "./source_ref.js";
import { parseTagged } from "./tagged.js";

/** In the order of `Source::Kind`. */
const kSourceKinds: readonly SourceKind[] = ["opened", "url", "key"];

export class CoreFile extends CoreHandle {
  readonly #nameOf: (source: number) => string;

  constructor(core: Core, address: Address, nameSource: NameSource) {
    const nameOf = (id: number) => nameSource(this.source(id));
    super(core, address, nameOf);
    this.#nameOf = nameOf;
  }

  /** A part of a reply, in order; throws when it shows that the rest is not worth fetching. */
  feedPart(part: Uint8Array, isFirst: boolean): void {
    this.core.withBytes([part], (data, size) =>
      this.core.exports.file_feed_part(this.address, data, size, Number(isFirst)),
    );
    this.poll();
  }

  source(id: number): SourceRef {
    const { exports } = this.core;
    return this.core.call(() => ({
      kind: kSourceKinds[exports.file_source_kind(this.address, id)] ?? "url",
      name: this.core.text(exports.file_source_name(this.address, id)),
    }));
  }

  /** To be driven before `node` is asked for a path. */
  lookup(path: string): CoreHandle {
    const address = this.core.withTexts([path], (text, size) =>
      this.core.exports.file_lookup(this.address, text, size),
    );
    return new CoreHandle(this.core, address, this.#nameOf);
  }

  /** null where the map says nothing. */
  generationMetadata(): unknown {
    return this.core.call(() =>
      parseTagged(this.core.text(this.core.exports.file_generation_metadata(this.address))),
    );
  }

  node(path: string): NodeInfo {
    const text = this.core.withTexts([path], (data, size) =>
      this.core.text(this.core.exports.file_node(this.address, data, size)),
    );
    return this.#parsed(text) as NodeInfo;
  }

  children(path: string): Child[] {
    const text = this.core.withTexts([path], (data, size) =>
      this.core.text(this.core.exports.file_children(this.address, data, size)),
    );
    const rows = this.#parsed(text) as (Omit<Child, "link"> & { link: string | null })[];
    return rows.map(({ link, ...child }) => (link === null ? child : { ...child, link }));
  }

  /** `foreignCodecs` are the ids that need not be known to the core. */
  read(path: string, selection: string, foreignCodecs: readonly string[]): CoreRead {
    const texts = [path, selection, JSON.stringify(foreignCodecs)];
    const address = this.core.withTexts(texts, (...places) =>
      this.core.exports.file_read(this.address, ...places),
    );
    if (address === 0) throw this.failure();
    return new CoreRead(this.core, address, this.#nameOf);
  }

  #parsed(text: string): unknown {
    if (text === "") throw this.failure();
    return parseTagged(text);
  }
}
