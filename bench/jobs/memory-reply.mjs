// What both contenders use of a Response, without a stream behind it: a platform's own Response costs
// as much as decoding does, and would hide it. Whoever reads pays one copy: arrayBuffer and a BYOB
// reader make it here; other readers get views of a network's size, which they must put together.

const pieceBytes = 64 * 1024;

export function memoryReply(bytes, headers) {
  return {
    status: 206,
    statusText: "Partial Content",
    ok: true,
    type: "default",
    redirected: false,
    headers: new Headers(headers),
    arrayBuffer: async () => bytes.slice().buffer,
    body: {
      getReader: ({ mode } = {}) => (mode === "byob" ? byobReader(bytes) : reader(bytes)),
      cancel: async () => undefined,
    },
  };
}

function reader(bytes) {
  let at = 0;
  return {
    async read() {
      const value = bytes.subarray(at, at + pieceBytes);
      at += value.length;
      return value.length === 0 ? { done: true, value: undefined } : { done: false, value };
    },
    cancel: async () => undefined,
    releaseLock: () => undefined,
  };
}

function byobReader(bytes) {
  let at = 0;
  return {
    async read(view) {
      const piece = bytes.subarray(at, at + view.length);
      at += piece.length;
      view.set(piece);
      return { done: piece.length === 0, value: view.subarray(0, piece.length) };
    },
    cancel: async () => undefined,
    releaseLock: () => undefined,
  };
}
