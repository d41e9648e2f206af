/** The codecs of the second WASM module, which is loaded when the first chunk needs it. */
import { AtlasError } from "../core/errors.js";
import type { CodecConfig } from "../core/node_info.js";
import type { Decode } from "./codec.js";
import { ExtraModule } from "./extra_module.js";
import { lzmaConfig } from "./lzma_filters.js";

/** Takes a configuration to what decodes by it. */
const kMakers: Readonly<Record<string, (config: CodecConfig, module: ExtraModule) => Decode>> = {
  bz2: (_, module) => (bytes, max) => module.bz2(bytes, max),
  lzma: (config, module) => {
    const chain = lzmaConfig(config);
    return (bytes, max) => module.lzma(bytes, max, chain);
  },
};

export const extraCodecs: readonly string[] = Object.keys(kMakers);

export class ExtraCodecs {
  readonly #compile: () => Promise<WebAssembly.Module>;
  #loading: Promise<ExtraModule> | undefined;

  constructor(compile: () => Promise<WebAssembly.Module>) {
    this.#compile = compile;
  }

  /**
   * The decoder of one of `extraCodecs`.
   * @throws AtlasError `network` when the module cannot be loaded: the next call tries again
   */
  async make(id: string, config: CodecConfig): Promise<Decode> {
    const maker = kMakers[id];
    if (maker === undefined) throw new AtlasError("unknown-codec", `unknown codec "${id}"`);
    return maker(config, await this.#load());
  }

  async #load(): Promise<ExtraModule> {
    this.#loading ??= this.#compile().then(ExtraModule.instantiate);
    const loading = this.#loading;
    try {
      const module = await loading;
      if (!module.isBroken) return module;
    } catch (cause) {
      if (this.#loading === loading) this.#loading = undefined;
      if (cause instanceof AtlasError) throw cause;
      throw new AtlasError("network", "the module of the codecs bz2 and lzma could not be loaded", {
        cause,
      });
    }
    if (this.#loading === loading) this.#loading = undefined;
    return this.#load();
  }
}
