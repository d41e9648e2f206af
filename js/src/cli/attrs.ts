/** `chunkatlas attrs URL [PATH]`: the attributes of a group or array, as JSON. */
import type { Command } from "./command.js";
import { prettyJson } from "./json.js";

export const attrs: Command = {
  operands: ["PATH"],
  required: 0,
  takes: [],
  summary: "attributes of the group or array at PATH, as JSON",
  prepare({ path }) {
    return async (file, io) => {
      const node = await file.get(path);
      await io.write([`${prettyJson(node.attrs)}\n`]);
    };
  },
};
