import { describe, expect, it } from "vitest";
import { joinKey, nameOfUrl, resolveReference, toHttps } from "../../../js/src/io/url.js";

describe("the name of a URL", () => {
  it.each([
    ["https://example.org/a/b.nwb?signature=secret#part", "https://example.org/a/b.nwb"],
    ["https://user:password@example.org/a@b", "https://example.org/a@b"],
    ["s3://key:secret@bucket/a", "s3://bucket/a"],
    ["https:\\\\user:p@host\\a", "https:\\\\host\\a"],
    ["not a URL?x", "not a URL"],
    [`data:,${"x".repeat(1000)}`, `data:,${"x".repeat(294)}`],
  ])("of %s", (url, name) => {
    expect(nameOfUrl(url)).toBe(name);
  });
});

describe("a reference", () => {
  it.each([
    ["https://other.org/x", "https://example.org/d/map.json", "https://other.org/x"],
    ["s3://bucket/a b#c", undefined, "s3://bucket/a b#c"],
    ["a b.nwb", "https://example.org/d/map.json?sig=1", "https://example.org/d/a%20b.nwb"],
    ["../é.nwb", "https://example.org/d/map.json", "https://example.org/%C3%A9.nwb"],
    ["/a", "https://example.org/d/map.json", "https://example.org/a"],
    ["a?version=2", "https://example.org/d/", "https://example.org/d/a?version=2"],
    [
      " run #1 5% a%20b ",
      "https://example.org/d/",
      "https://example.org/d/%20run%20%231%205%25%20a%20b%20",
    ],
    ["./run#1 100%?.nwb", "file:///data/map.json", "file:///data/run%231%20100%25%3F.nwb"],
    ["../x", "file:///data/sub/map.json", "file:///data/x"],
    ["./blobs/a#1/0", "https://example.org/d/map.json", "https://example.org/d/blobs/a%231/0"],
    ["./run #1%20?.nwb", "s3://bucket/a #b/map.json", "s3://bucket/a #b/run #1%20?.nwb"],
    ["../x", "gs://bucket/a/b/map.json", "gs://bucket/a/x"],
    ["/x", "s3://bucket/a/map.json", "s3://bucket/x"],
  ])("%s with the base %s is %s", (reference, base, url) => {
    expect(resolveReference(reference, base)).toBe(url);
  });

  it.each([
    ["a.nwb", undefined],
    ["", "https://example.org/"],
    ["https://[", "https://example.org/"],
    ["a", "not a base"],
    ["a\ud800", "file:///data/"],
  ])("%j with the base %s is invalid", (reference, base) => {
    const resolve = () => toHttps(resolveReference(reference, base));
    expect(resolve).toThrow(expect.objectContaining({ code: "invalid-reference" }));
  });
});

describe("a key joined to a folder", () => {
  it.each([
    ["https://example.org/d.zarr", "a/0.0", "https://example.org/d.zarr/a/0.0"],
    ["https://example.org/d.zarr/", "/a/.zarray", "https://example.org/d.zarr/a/.zarray"],
    ["https://example.org/d?sas=1", "a", "https://example.org/d/a?sas=1"],
    [
      "https://example.org/d",
      "my series/#1/50%/é?",
      "https://example.org/d/my%20series/%231/50%25/%C3%A9%3F",
    ],
    ["https://example.org/d%20e", "a%20b", "https://example.org/d%20e/a%2520b"],
    ["https://example.org/d", "__proto__/0", "https://example.org/d/__proto__/0"],
    ["file:///data/d.zarr", "a b/0", "file:///data/d.zarr/a%20b/0"],
    ["s3://bucket/d.zarr/", "my series/#1", "s3://bucket/d.zarr/my series/#1"],
  ])("%s and %s make %s", (base, key, url) => {
    expect(joinKey(base, key)).toBe(url);
  });

  it.each(["..", "../secret", "a/../b", "a/./b", "/.."])("may not climb: %s", (key) => {
    for (const base of ["https://example.org/d", "s3://bucket/d", "file:///data/d"]) {
      expect(() => joinKey(base, key)).toThrow(
        expect.objectContaining({ code: "invalid-reference" }),
      );
    }
  });
});

describe("cloud URLs", () => {
  it.each([
    ["s3://bucket/a/b.nwb", "https://bucket.s3.amazonaws.com/a/b.nwb"],
    ["S3://bucket/a", "https://bucket.s3.amazonaws.com/a"],
    ["s3://my.bucket/a", "https://s3.amazonaws.com/my.bucket/a"],
    ["s3://My_Bucket/a", "https://s3.amazonaws.com/My_Bucket/a"],
    ["s3://bucket/a b/100%#1?.nwb", "https://bucket.s3.amazonaws.com/a%20b/100%25%231%3F.nwb"],
    ["gs://bucket/a b", "https://storage.googleapis.com/bucket/a%20b"],
    ["gcs://my.bucket/a", "https://storage.googleapis.com/my.bucket/a"],
    ["https://example.org/a%20b?c", "https://example.org/a%20b?c"],
  ])("%s is %s", (url, https) => {
    expect(toHttps(url).href).toBe(https);
  });

  it.each([
    ["zip://a.nc::https://example.org/a.zip?signature=secret", "zip:"],
    ["tar://x.h5::s3://bucket/a.tar", "tar:"],
  ])("%s is not supported, by its first scheme", (url, scheme) => {
    const convert = () => toHttps(url);
    expect(convert).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(convert).toThrow(`no reader for ${scheme} URLs`);
    expect(convert).not.toThrow("secret");
  });

  it.each([
    "s3:bucket/key",
    "s3:///key",
    "s3://evil.org#/key",
    "s3://user@bucket/key",
    "s3://bucket:80/key",
    "s3://bucket/../other/key",
    "gs://b\\@evil.org/key",
  ])("%s is invalid", (url) => {
    expect(() => toHttps(url)).toThrow(expect.objectContaining({ code: "invalid-reference" }));
  });
});
