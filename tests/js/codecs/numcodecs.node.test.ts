/** A codec of numcodecs.js as it is, under an id of its own. */
import { open, registerCodec } from "chunkatlas";
import LZ4 from "numcodecs/lz4";
import { expect, it } from "vitest";

it("registers what numcodecs.js has", async () => {
  registerCodec("their-lz4", (config) => LZ4.fromConfig({ ...config, id: "lz4" }));
  const values = Int16Array.from({ length: 600 }, (_, index) => index % 7);
  const encoded = await LZ4.fromConfig({ id: "lz4" }).encode(new Uint8Array(values.buffer));
  const file = await open({
    version: 1,
    refs: {
      "a/.zarray": {
        zarr_format: 2,
        shape: [600],
        chunks: [600],
        dtype: "<i2",
        compressor: { id: "their-lz4", acceleration: 1 },
        filters: null,
        fill_value: 0,
        order: "C",
      },
      "a/0": `base64:${Buffer.from(encoded).toString("base64")}`,
    },
  });
  const array = await file.get("/a");
  if (array.kind !== "array") throw new Error("not an array");
  expect((await array.read()).data).toEqual(values);
});
