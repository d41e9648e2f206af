/**
 * Where blocks outlive the process: bytes by key. Keys have letters, digits and dashes only. Whatever
 * fails rejects, in whatever way the platform fails.
 */
export interface KeyStore {
  /** Undefined where nothing is kept. */
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Of a key that is there or not. */
  delete(key: string): Promise<void>;
  /** The oldest first. */
  keys(): Promise<string[]>;
}
