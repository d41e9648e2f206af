/** The reader of Parquet tables as a module of its own: open.ts loads it when a map needs it. */
export { readRows } from "./parquet/rows.js";
