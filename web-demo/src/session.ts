/**
 * What is open: from a request to a file, one at a time. URLs with secrets and tokens live here,
 * in memory, under the address that the hash shows for them.
 */
import { type AtlasFile, open } from "chunkatlas";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { OpenRequest } from "./events.js";
import { withoutSecrets } from "./secrets.js";

export type Opening =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly name: string }
  | { readonly kind: "open"; readonly name: string; readonly file: AtlasFile }
  | { readonly kind: "failed"; readonly name: string; readonly error: unknown };

export class Session implements ReactiveController {
  opening: Opening = { kind: "none" };
  readonly #host: ReactiveControllerHost;
  /** Full URLs by what is shown of them. */
  readonly #urls = new Map<string, string>();
  /** Tokens by the shown URL that they were given for. */
  readonly #tokens = new Map<string, string>();
  #blob: File | undefined;
  #abort = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Keeps what a request holds that the hash may not; returns the parts that it may. */
  remember({ url, blob, token }: OpenRequest): { url: string; file: string } {
    if (blob !== undefined) {
      this.#blob = blob;
      return { url: "", file: blob.name };
    }
    const shown = withoutSecrets(url ?? "");
    // Typed again without its signature, an address means the signed one no longer
    if (url !== undefined) this.#urls.set(shown, url);
    if (token !== undefined) this.#tokens.set(shown, token);
    return { url: shown, file: "" };
  }

  /** Whether the file of this name is at hand. */
  hasBlob(name: string): boolean {
    return this.#blob?.name === name;
  }

  /** Opens what a hash says; undefined when it was given up for something else. */
  async open(url: string, fileName: string): Promise<AtlasFile | undefined> {
    this.close();
    const abort = new AbortController();
    this.#abort = abort;
    const name = url || fileName;
    const set = (opening: Opening) => {
      if (abort.signal.aborted) return;
      this.opening = opening;
      this.#host.requestUpdate();
    };
    set({ kind: "opening", name });
    try {
      const file = await this.#openSource(url, abort.signal);
      if (abort.signal.aborted) {
        file.close();
        return undefined;
      }
      set({ kind: "open", name, file });
      return file;
    } catch (error) {
      set({ kind: "failed", name, error });
      return undefined;
    }
  }

  close(): void {
    this.#abort.abort();
    if (this.opening.kind === "open") this.opening.file.close();
    this.opening = { kind: "none" };
    this.#host.requestUpdate();
  }

  #openSource(url: string, signal: AbortSignal): Promise<AtlasFile> {
    if (url === "" && this.#blob !== undefined) return open(this.#blob, { signal });
    const token = this.#tokens.get(url);
    const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
    return open(this.#urls.get(url) ?? url, { signal, ...(headers && { headers }) });
  }
}
