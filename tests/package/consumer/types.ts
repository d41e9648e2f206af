/** A consumer of the declarations: compiled, never run. */
import {
  type AtlasArray,
  AtlasError,
  type AtlasFile,
  type AtlasGroup,
  type Child,
  type CodecFactory,
  type ErrorCode,
  type LabelValue,
  ObjectReference,
  type OpenOptions,
  open,
  type Progress,
  type ReadPlan,
  type ReadResult,
  registerCodec,
  type Selection,
  slice,
} from "chunkatlas";
import { open as openSlim } from "chunkatlas/slim";
import { asStore, registerCodecs, type ZarritaStore } from "chunkatlas/zarrita";

const options: OpenOptions = {
  signal: new AbortController().signal,
  headers: { authorization: "Bearer token" },
  resolveUrl: async (url: string) => url.replace(/^s3:/, "https:"),
  timeoutMs: 1000,
};

export async function firstRow(url: string | URL | Blob | Uint8Array): Promise<Int16Array> {
  const file: AtlasFile = await open(url, options);
  const node: AtlasGroup | AtlasArray = await file.get("/recording");
  if (node.kind === "group") {
    const children: Child[] = await node.children();
    throw new Error(children.map(({ name, kind, link }) => `${name} ${kind} ${link}`).join());
  }
  const selection: Selection = [slice(0, 5), null, 0, [1, null]];
  const plan: ReadPlan = await node.plan(selection);
  const onProgress = ({ done, requests }: Progress) => [done, requests, plan.bytesToMove];
  const result: ReadResult<Int16Array<ArrayBuffer>> = await node.read("[0]", { onProgress });
  file.close();
  return result.data;
}

export async function second(array: AtlasArray): Promise<Float32Array> {
  const { coordinate } = await array.axis("time");
  const from: LabelValue = coordinate?.kind === "regular" ? coordinate.start : 0;
  const options = { scaled: true, as: "float32" } as const;
  const { data } = await array.sel<Float32Array<ArrayBuffer>>({ time: [from, null] }, options);
  await array.isel({ time: slice(0, 10), channel: 3 });
  return data;
}

export function storeOf(file: AtlasFile): ZarritaStore {
  registerCodecs(new Map());
  return asStore(file);
}

export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof AtlasError ? error.code : undefined;
}

export function targetOf(value: unknown): string | undefined {
  return value instanceof ObjectReference ? value.path : undefined;
}

const factory: CodecFactory = async ({ id, level }) => ({
  decode: (bytes) => bytes.subarray(id.length, Number(level)),
});
registerCodec("mine", factory);
registerCodec("theirs", () => ({ decode: async (bytes: Uint8Array, _out?: Uint8Array) => bytes }));

export const isSame: boolean = open === openSlim;

// @ts-expect-error a selection holds no texts
export const wrong: Selection = [slice(0, 5), "x"];
