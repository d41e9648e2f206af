/** One suite for every kind of byte source: what `ByteSource` promises. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ByteSource } from "../../js/src/io/source.js";
import { patternBytes } from "../server/pattern.js";

/** Makes a source over the first `size` bytes of the pattern. */
export type MakeSource = (size: number) => Promise<ByteSource>;

const kSize = 1000;
/** Needs more than 32 bits, and more than a double's 32-bit operators take. */
const kFarSize = 2 ** 33 + 12345;

export function sourceContract(
  name: string,
  makeSource: MakeSource,
  { hasFarOffsets = false }: { hasFarOffsets?: boolean } = {},
): void {
  describe(`${name} keeps the source contract`, () => {
    const opened: ByteSource[] = [];
    const make = async (size = kSize): Promise<ByteSource> => {
      const source = await makeSource(size);
      opened.push(source);
      return source;
    };
    afterEach(() => {
      for (const source of opened.splice(0)) source.close();
    });

    it.each([
      [0, 1],
      [0, kSize],
      [1, 3],
      [251, 500],
      [kSize - 1, 1],
    ])("reads exactly the range from %i of %i bytes", async (offset, length) => {
      const source = await make();
      expect(await source.read(offset, length)).toEqual(patternBytes(offset, length));
    });

    it("reads all", async () => {
      expect(await (await make()).readAll()).toEqual(patternBytes(0, kSize));
    });

    it("reads all of an empty source", async () => {
      expect(await (await make(0)).readAll()).toEqual(new Uint8Array(0));
    });

    it.each([1, 20, kSize])("reads exactly the last %i bytes", async (length) => {
      const source = await make();
      expect(await source.readSuffix(length)).toEqual(patternBytes(kSize - length, length));
      await source.readAll();
      expect(await source.readSuffix(length)).toEqual(patternBytes(kSize - length, length));
    });

    it("reads an end of no bytes", async () => {
      expect(await (await make()).readSuffix(0)).toEqual(new Uint8Array(0));
    });

    it("rejects an end longer than the source", async () => {
      const source = await make();
      const failure = { name: "AtlasError", code: "short-read", url: source.name };
      await expect(source.readSuffix(kSize + 1)).rejects.toMatchObject(failure);
      await expect((await make(0)).readSuffix(1)).rejects.toMatchObject({ code: "short-read" });
      expect(await source.readSuffix(4)).toEqual(patternBytes(kSize - 4, 4));
    });

    it.each([-1, 0.5, Number.NaN])("rejects what is not a length: %d", async (length) => {
      const source = await make();
      await expect(source.readSuffix(length)).rejects.toMatchObject({ code: "invalid-argument" });
    });

    it.each([0, 17, kSize, kSize + 1])("reads nothing at %i", async (offset) => {
      expect(await (await make()).read(offset, 0)).toEqual(new Uint8Array(0));
    });

    it.each([
      [kSize - 1, 2],
      [kSize, 1],
      [kSize + 5, 10],
      [0, kSize + 1],
    ])("rejects a range past the end, from %i of %i bytes", async (offset, length) => {
      const source = await make();
      await expect(source.read(offset, length)).rejects.toMatchObject({
        name: "AtlasError",
        code: "short-read",
        url: source.name,
      });
      expect(await source.read(0, 4)).toEqual(patternBytes(0, 4));
    });

    it.each([
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, 1.5],
      [Number.NaN, 1],
      [Number.MAX_SAFE_INTEGER, 1],
      [0, Number.POSITIVE_INFINITY],
    ])("rejects what is not a range: %d, %d", async (offset, length) => {
      const source = await make();
      await expect(source.read(offset, length)).rejects.toMatchObject({ code: "invalid-argument" });
    });

    it("serves concurrent reads, overlapping ones too", async () => {
      const source = await make();
      const offsets = Array.from({ length: 50 }, (_, index) => index * 19);
      const reads = await Promise.all(offsets.map((offset) => source.read(offset, 40)));
      expect(reads).toEqual(offsets.map((offset) => patternBytes(offset, 40)));
    });

    it("puts one listener on a signal, however many reads follow it", async () => {
      const { signal } = new AbortController();
      const listen = vi.spyOn(signal, "addEventListener");
      const source = await make();
      const reads = Array.from({ length: 30 }, (_, index) => source.read(index, 7, { signal }));
      const expected = reads.map((_, index) => patternBytes(index, 7));
      expect(await Promise.all(reads)).toEqual(expected);
      expect(listen).toHaveBeenCalledTimes(1);
    });

    it("rejects with the reason of a signal that has aborted", async () => {
      const source = await make();
      const reason = new Error("not wanted any more");
      const signal = AbortSignal.abort(reason);
      await expect(source.read(0, 10, { signal })).rejects.toBe(reason);
      await expect(source.readSuffix(10, { signal })).rejects.toBe(reason);
      await expect(source.readAll({ signal })).rejects.toBe(reason);
    });

    it("rejects the aborted read with the reason, and no other", async () => {
      const source = await make();
      const controller = new AbortController();
      const reason = new Error("not wanted any more");
      const aborted = source.read(0, 100, { signal: controller.signal });
      const other = source.read(0, 100, { signal: new AbortController().signal });
      const all = source.readAll({ signal: controller.signal });
      controller.abort(reason);
      await expect(aborted).rejects.toBe(reason);
      await expect(all).rejects.toBe(reason);
      expect(await other).toEqual(patternBytes(0, 100));
      expect(await source.read(0, 100)).toEqual(patternBytes(0, 100));
    });

    it("rejects pending and later reads when it is closed", async () => {
      const source = await make();
      const pending = [source.read(0, 10), source.readSuffix(10), source.readAll()];
      source.close();
      const closed = { name: "AtlasError", code: "closed" };
      for (const read of pending) await expect(read).rejects.toMatchObject(closed);
      await expect(source.read(0, 10)).rejects.toMatchObject(closed);
      await expect(source.readSuffix(10)).rejects.toMatchObject(closed);
      await expect(source.readAll()).rejects.toMatchObject(closed);
      source.close();
    });

    if (!hasFarOffsets) return;

    it("reads beyond 4 GiB", async () => {
      const source = await make(kFarSize);
      const offset = 2 ** 32 - 3;
      expect(await source.read(offset, 6)).toEqual(patternBytes(offset, 6));
      expect(await source.read(kFarSize - 5, 5)).toEqual(patternBytes(kFarSize - 5, 5));
      expect(await source.readSuffix(5)).toEqual(patternBytes(kFarSize - 5, 5));
      await expect(source.read(kFarSize - 5, 6)).rejects.toMatchObject({ code: "short-read" });
    });
  });
}
