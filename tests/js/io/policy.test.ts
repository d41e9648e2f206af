/** Which URLs a map may point at. Nothing is dialled. */
import { describe, expect, it } from "vitest";
import { UrlPolicy } from "../../../js/src/io/policy.js";

function errorOf(policy: UrlPolicy, url: string): unknown {
  try {
    policy.check(new URL(url));
    return undefined;
  } catch (error) {
    return error;
  }
}

function codeOf(policy: UrlPolicy, url: string): unknown {
  const error = errorOf(policy, url);
  return error === undefined ? "allowed" : (error as { code: unknown }).code;
}

const kPublicMap = new UrlPolicy({ mapUrl: new URL("https://data.example.org/map.json") });

const kPublic = [
  "https://example.org/a",
  "http://example.org:8080/a",
  "https://localhost.example.org/a",
  "https://local.example.org/a",
  "https://127.0.0.1.example.org/a",
  "https://8.8.8.8/a",
  "https://9.255.255.255/a",
  "https://11.0.0.0/a",
  "https://100.63.255.255/a",
  "https://100.128.0.0/a",
  "https://126.255.255.255/a",
  "https://128.0.0.1/a",
  "https://169.253.255.255/a",
  "https://169.255.0.0/a",
  "https://172.15.255.255/a",
  "https://172.32.0.0/a",
  "https://192.167.255.255/a",
  "https://192.169.0.0/a",
  "https://223.255.255.255/a",
  "https://[2001:4860:4860::8888]/a",
  "https://[2606:4700::1111]/a",
  "https://[::ffff:8.8.8.8]/a",
  "https://[64:ff9b::8.8.8.8]/a",
];

const kPrivate = [
  "http://localhost/a",
  "http://LOCALHOST:3000/a",
  "http://localhost./a",
  "http://files.localhost/a",
  "http://intranet/a",
  "http://printer.local/a",
  "http://metadata.google.internal/a",
  "http://router.home.arpa/a",
  "http://0.0.0.0/a",
  "http://0.1.2.3/a",
  "http://10.0.0.1/a",
  "http://10.255.255.255/a",
  "http://100.64.0.0/a",
  "http://100.127.255.255/a",
  "http://127.0.0.1/a",
  "http://127.255.255.255:8000/a",
  "http://127.0.0.1./a",
  "http://169.254.169.254/latest/meta-data",
  "http://172.16.0.0/a",
  "http://172.31.255.255/a",
  "http://192.0.2.1/a",
  "http://192.168.0.1/a",
  "http://198.18.0.1/a",
  "http://224.0.0.1/a",
  "http://240.0.0.1/a",
  "http://255.255.255.255/a",
  // 127.0.0.1 and 192.168.0.1, spelled oddly
  "http://2130706433/a",
  "http://0x7f000001/a",
  "http://0x7f.1/a",
  "http://0177.0.0.1/a",
  "http://127.1/a",
  "http://0300.0250.1/a",
  "http://１２７.０.０.１/a",
  "http://127%2e0%2e0%2e1/a",
  "http://[::]/a",
  "http://[::1]/a",
  "http://[0:0:0:0:0:0:0:1]/a",
  "http://[fc00::1]/a",
  "http://[fdff::1]/a",
  "http://[fe80::1]/a",
  "http://[febf::1]/a",
  "http://[ff02::1]/a",
  "http://[2001:db8::1]/a",
  "http://[2001::1]/a",
  "http://[::ffff:127.0.0.1]/a",
  "http://[::ffff:a00:1]/a",
  "http://[::127.0.0.1]/a",
  "http://[64:ff9b::10.0.0.1]/a",
  "http://[2002:7f00:1::]/a",
];

const kLocalFiles = ["file:///etc/passwd", "FILE:///etc/passwd", "file://server/share/a"];

const kUnsupported = [
  "ftp://example.org/a",
  "data:text/plain,abc",
  "blob:https://example.org/1234",
  "javascript:void(0)",
  "ws://example.org/a",
  "s3://bucket/key",
  "https://user:password@example.org/a",
  "https://user@example.org/a",
];

describe("a map from a public host", () => {
  it.each(kPublic)("may point at %s", (url) => {
    expect(codeOf(kPublicMap, url)).toBe("allowed");
  });

  it.each([...kPrivate, ...kLocalFiles])("may not point at %s", (url) => {
    expect(codeOf(kPublicMap, url)).toBe("refused-url");
  });

  it("may point at private hosts when the caller allows it, never at files", () => {
    const policy = new UrlPolicy({ mapUrl: new URL("https://e.org/m"), allowPrivate: true });
    for (const url of [...kPublic, ...kPrivate]) expect(codeOf(policy, url)).toBe("allowed");
    for (const url of kLocalFiles) expect(codeOf(policy, url)).toBe("refused-url");
  });

  it("may not point at files for the caller's base", () => {
    const mapUrl = new URL("https://example.org/map.json");
    const policy = new UrlPolicy({ mapUrl, baseUrl: new URL("file:///data/") });
    expect(codeOf(policy, "file:///data/a")).toBe("refused-url");
  });
});

describe("a map from a private host", () => {
  it.each(["http://localhost:8000/m", "http://192.168.1.2/m", "http://[::1]/m"])("at %s", (map) => {
    const policy = new UrlPolicy({ mapUrl: new URL(map) });
    for (const url of [...kPublic, ...kPrivate]) expect(codeOf(policy, url)).toBe("allowed");
    for (const url of kLocalFiles) expect(codeOf(policy, url)).toBe("refused-url");
  });
});

describe("a map in a local file", () => {
  it("may point anywhere, but at no file server", () => {
    const policy = new UrlPolicy({ mapUrl: new URL("file:///data/map.json") });
    for (const url of [...kPublic, ...kPrivate]) expect(codeOf(policy, url)).toBe("allowed");
    expect(codeOf(policy, "file:///elsewhere/a")).toBe("allowed");
    expect(codeOf(policy, "file://server/share/a")).toBe("refused-url");
  });
});

describe("a map in memory", () => {
  it("may point at hosts", () => {
    const policy = new UrlPolicy({});
    for (const url of [...kPublic, ...kPrivate]) expect(codeOf(policy, url)).toBe("allowed");
    for (const url of kLocalFiles) expect(codeOf(policy, url)).toBe("refused-url");
  });

  it("may point at files when its base is one", () => {
    const policy = new UrlPolicy({ baseUrl: new URL("file:///data/") });
    expect(codeOf(policy, "file:///data/a")).toBe("allowed");
  });

  it("may not point at files for another base", () => {
    const policy = new UrlPolicy({ baseUrl: new URL("https://example.org/") });
    expect(codeOf(policy, "file:///data/a")).toBe("refused-url");
  });
});

describe("any map", () => {
  const policies = [
    kPublicMap,
    new UrlPolicy({ allowPrivate: true }),
    new UrlPolicy({ mapUrl: new URL("file:///data/map.json") }),
  ];

  it.each(kUnsupported)("may not point at %s", (url) => {
    expect(policies.map((policy) => codeOf(policy, url))).toEqual(Array(3).fill("unsupported"));
  });

  it("gets errors that tell no secrets", () => {
    const url = "http://user:password@10.0.0.1/a?signature=secret#part";
    for (const policy of policies) {
      const text = String(errorOf(policy, url));
      expect(text).toContain("http://10.0.0.1/a");
      expect(text).not.toMatch(/password|secret|part/);
    }
  });
});

describe("a map whose own scheme is a resolver's", () => {
  it("counts as one from the public internet", () => {
    const policy = new UrlPolicy({ mapUrl: new URL("archive:map") });
    expect(codeOf(policy, "https://example.org/a")).toBe("allowed");
    expect(codeOf(policy, "http://localhost/a")).toBe("refused-url");
    expect(codeOf(policy, "file:///a")).toBe("refused-url");
  });
});
