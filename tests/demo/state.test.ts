import { describe, expect, it } from "vitest";
import { hasSecrets, withoutSecrets } from "../../web-demo/src/secrets.js";
import { formatHash, kStart, parseHash } from "../../web-demo/src/state.js";

describe("the hash of the page", () => {
  it("is readable, and leaves out what is not set", () => {
    const url = "https://example.org/a.nwb.lindi.json";
    const state = { ...kStart, url, node: "/acquisition/E", t: [12, 13.5] as const, ch: "0-15" };
    const hash = formatHash(state);
    expect(hash).toBe(`#url=${url}&node=/acquisition/E&t=12,13.5&ch=0-15`);
    expect(parseHash(hash)).toEqual(state);
  });

  it("is empty for the start screen", () => {
    expect(formatHash(kStart)).toBe("");
    expect(parseHash("")).toEqual(kStart);
  });

  it("brings every part back, whatever is in it", () => {
    const state = {
      url: "https://example.org/a b?part=1&other=100%#x",
      file: "",
      node: "/a & b/c=d",
      view: "table" as const,
      t: null,
      ch: "3,7",
      gain: 0.0002,
      row: 100,
    };
    expect(parseHash(formatHash(state))).toEqual(state);
  });

  it.each(["#t=5,1", "#t=1", "#t=a,b", "#view=code", "#gain=-1", "#row=x", "#&&=", "#url"])(
    "leaves out parts that make no sense: %s",
    (hash) => {
      expect(parseHash(hash)).toEqual(kStart);
    },
  );

  it("never holds what gives access", () => {
    const signed = "https://user:pass@example.org/a.json?X-Amz-Signature=abc&part=1&token=t";
    const hash = formatHash({ ...kStart, url: signed });
    expect(hash).toBe("#url=https://example.org/a.json?part=1");
  });
});

describe("secrets of a URL", () => {
  it.each([
    ["https://a.org/x.json", "https://a.org/x.json"],
    ["https://a.org/x.json?raw=true", "https://a.org/x.json?raw=true"],
    ["https://a.org/x?sig=1&se=2&sp=r&v=3", "https://a.org/x?v=3"],
    ["https://a.org/x?X%2DGoog%2DSignature=1", "https://a.org/x"],
    ["s3://bucket/key.json", "s3://bucket/key.json"],
    ["samples/a@b.json", "samples/a@b.json"],
  ])("%s", (url, bare) => {
    expect(withoutSecrets(url)).toBe(bare);
    expect(hasSecrets(url)).toBe(url !== bare);
  });
});
