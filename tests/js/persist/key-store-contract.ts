/** What every store of blocks does: one suite over all of them. */
import { describe, expect, it } from "vitest";
import type { KeyStore } from "../../../js/src/persist/key_store.js";

export function keyStoreContract(name: string, open: () => Promise<KeyStore>): void {
  describe(name, () => {
    it("gives what was put, after it was opened anew as well", async () => {
      const store = await open();
      const first = Uint8Array.from([1, 2, 3]);
      await store.put("a-1", first);
      await store.put("a-2", new Uint8Array(100_000).fill(7).subarray(10, 20));
      expect(await store.get("a-1")).toEqual(first);
      expect(await (await open()).get("a-2")).toEqual(new Uint8Array(10).fill(7));
      expect(await store.get("a-3")).toBeUndefined();
    });

    it("puts again what is there, and lists each key once", async () => {
      const store = await open();
      await store.put("b-1", Uint8Array.of(1));
      await store.put("b-1", Uint8Array.of(2, 3));
      expect(await store.get("b-1")).toEqual(Uint8Array.of(2, 3));
      expect((await store.keys()).filter((key) => key === "b-1")).toHaveLength(1);
    });

    it("deletes what is there, and what is not", async () => {
      const store = await open();
      await store.put("c-1", Uint8Array.of(1));
      await store.delete("c-1");
      await store.delete("c-1");
      expect(await store.get("c-1")).toBeUndefined();
      expect(await store.keys()).not.toContain("c-1");
    });
  });
}
