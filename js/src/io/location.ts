/**
 * Where a source is, which may change while it is read: a redirect leads elsewhere, a signed
 * link expires.
 *
 * The end of a redirect is remembered and asked directly from then on, which spares a round trip
 * per range (archives such as DANDI answer every download with a redirect to a signed link).
 * When a remembered or signed link is refused, the way is found anew: first from the start of
 * the redirect, then by asking the caller's `resolveUrl` again.
 */

/** Gives the URL of a source; asked again when the one it gave is denied. */
export type Resolve = () => Promise<URL>;

export class Location {
  readonly #resolve: Resolve | undefined;
  #start: URL;
  #end: URL | undefined;
  #resolving: Promise<void> | undefined;

  /** `start` and whatever `resolve` gives have passed the URL policy. */
  constructor(start: URL, resolve?: Resolve) {
    this.#start = start;
    this.#resolve = resolve;
  }

  get start(): URL {
    return this.#start;
  }

  /** Where to ask: the end of a remembered redirect, or else the start. */
  get current(): URL {
    return this.#end ?? this.#start;
  }

  get isRenewable(): boolean {
    return this.#resolve !== undefined;
  }

  /** A request to `asked` was answered by `answered`, which differs after a redirect. */
  remember(asked: URL, answered: URL): void {
    if (asked === this.#start && answered !== asked) this.#end = answered;
  }

  /** `url` did not serve: the redirect that ended there is not to be used any more. */
  forget(url: URL): void {
    if (this.#end === url) this.#end = undefined;
  }

  /** Asks `resolveUrl` again; everybody who waits for the answer shares one question. */
  renew(): Promise<void> {
    this.#resolving ??= this.#ask().finally(() => {
      this.#resolving = undefined;
    });
    return this.#resolving;
  }

  async #ask(): Promise<void> {
    if (this.#resolve === undefined) return;
    this.#start = await this.#resolve();
    this.#end = undefined;
  }
}

/** The way of one read: the URL it asks, which changes when that one does not serve. */
export class Route {
  readonly #location: Location;
  #url: URL;
  #hasRenewed = false;

  constructor(location: Location) {
    this.#location = location;
    this.#url = location.current;
  }

  get url(): URL {
    return this.#url;
  }

  /** Back to the location as it is now, before a try that follows a failure. */
  restart(): void {
    this.#location.forget(this.#url);
    this.#url = this.#location.current;
  }

  /** Whether there is another URL to ask after a reply of `status` from this one. */
  async detour(status: number): Promise<boolean> {
    if (status === 416) return false; // the right place, but not that many bytes
    const isDenied = status === 401 || status === 403;
    // The end of a redirect, or a link that another read has had renewed
    if (this.#url !== this.#location.start) {
      this.#location.forget(this.#url);
    } else if (isDenied && this.#location.isRenewable && !this.#hasRenewed) {
      this.#hasRenewed = true;
      await this.#location.renew();
    } else {
      return false;
    }
    this.#url = this.#location.start;
    return true;
  }
}
