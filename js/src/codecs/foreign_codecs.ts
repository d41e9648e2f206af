/** Every codec that the core has not but JavaScript has: those of the second module and registered ones. */
import type { CodecConfig } from "../core/node_info.js";
import type { Decode } from "./codec.js";
import { ExtraCodecs, extraCodecs } from "./extra_codecs.js";
import { makeRegistered, registeredCodecs, registrations } from "./registered.js";

export class ForeignCodecs {
  readonly #extra: ExtraCodecs;

  /** `compileExtra` brings the second module. */
  constructor(compileExtra: () => Promise<WebAssembly.Module>) {
    this.#extra = new ExtraCodecs(compileExtra);
  }

  /** As of now: a read is told when it is made. */
  ids(): string[] {
    return [...extraCodecs, ...registeredCodecs()];
  }

  /** Changes with what `make` makes. */
  get version(): number {
    return registrations();
  }

  make(id: string, config: CodecConfig): Promise<Decode> {
    return extraCodecs.includes(id) ? this.#extra.make(id, config) : makeRegistered(id, config);
  }
}
