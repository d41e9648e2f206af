/** What happens to a picked file behind a page's back. */
import { expect, it } from "vitest";
import { BlobSource } from "../../../js/src/io/blob.js";

/** A Blob whose bytes cannot be had. */
function brokenBlob(read: () => Promise<ArrayBuffer>): Blob {
  const blob = new Blob(["0123456789"]);
  blob.slice = () => Object.assign(new Blob(), { arrayBuffer: read });
  return blob;
}

it.each([
  ["NotReadableError", "source-changed"],
  ["NotFoundError", "not-found"],
  ["SecurityError", "network"],
])("a %s is %s", async (name, code) => {
  const cause = new DOMException("the file is not what it was", name);
  const source = new BlobSource(brokenBlob(() => Promise.reject(cause)));
  await expect(source.read(2, 5)).rejects.toMatchObject({
    name: "AtlasError",
    code,
    range: { offset: 2, length: 5 },
    cause,
  });
});

it("fewer bytes than the size promised are a short-read", async () => {
  const source = new BlobSource(brokenBlob(async () => new ArrayBuffer(4)));
  await expect(source.read(2, 5)).rejects.toMatchObject({ code: "short-read" });
});

it("a picked file is named in errors", async () => {
  const source = new BlobSource(new File(["abc"], "recording.nwb"));
  expect(source.name).toBe("recording.nwb");
  await expect(source.read(2, 5)).rejects.toThrow("recording.nwb");
});
