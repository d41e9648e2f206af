/** The errors of the core, which it words as JSON, as `AtlasError`s: here and nowhere else. */
import { AtlasError, type ErrorCode } from "./errors.js";

/** `nameOf` says what a source is called that the core names by number. */
export function errorOf(text: string, nameOf: (source: number) => string = String): AtlasError {
  const { code, message, path, chunk, source, offset, length } = JSON.parse(text) as {
    code: ErrorCode;
    message: string;
    path?: string;
    chunk?: string;
    source?: number;
    offset: number;
    length: number;
  };
  const isPlaced = source !== undefined;
  return new AtlasError(code, message, {
    path,
    chunk,
    url: isPlaced ? nameOf(source) : undefined,
    range: isPlaced ? { offset, length } : undefined,
  });
}
