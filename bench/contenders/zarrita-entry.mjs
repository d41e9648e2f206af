// What a page that reads references with zarrita would bundle.
export { default as ReferenceStore } from "@zarrita/storage/ref";
export * as zarr from "zarrita";
