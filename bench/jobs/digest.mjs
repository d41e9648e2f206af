// Digests of results, to compare them with what Python wrote.

/** SHA-256 of the elements, in hexadecimal. */
export async function sha256(data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The result of a timed read as it is handed to the harness. */
export async function digested(ms, { data, shape }) {
  return { ms, shape: [...shape], sha256: await sha256(data) };
}
