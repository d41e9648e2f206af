/** The present view as code: one description, spelled for JavaScript and for the command line. */
import type { AxisSelection, Slice } from "chunkatlas";
import { withoutSecrets } from "./secrets.js";

export interface ViewDescription {
  /** Absolute URL, or the name of a file of this machine. */
  readonly source: string;
  readonly isFile: boolean;
  readonly path: string;
  readonly kind: "group" | "array";
  /** What of an array is seen; null where nothing is read. */
  readonly selection: readonly AxisSelection[] | null;
}

export function javaScriptOf(view: ViewDescription): string {
  const source = JSON.stringify(withoutSecrets(view.source));
  const uses = view.selection?.some((axis) => isSlice(axis)) ? "open, slice" : "open";
  const lines = [
    `import { ${uses} } from "chunkatlas";`,
    "",
    view.isFile
      ? `const file = await open(blob); // the File ${JSON.stringify(view.source)}`
      : `const file = await open(${source});`,
    `const ${view.kind} = await file.get(${JSON.stringify(view.path)});`,
  ];
  if (view.kind === "group") {
    lines.push("console.log(group.attrs, await group.children());");
  } else if (view.selection === null) {
    lines.push("console.log(array.shape, array.dtype, array.attrs);");
  } else {
    const selection =
      view.selection.length === 0 ? "" : `[${view.selection.map(inJavaScript).join(", ")}]`;
    lines.push(`const { data, shape, stride } = await array.read(${selection});`);
  }
  return `${lines.join("\n")}\n`;
}

/** What is read, or where nothing is the attributes. */
export function commandOf({ source, path, selection }: ViewDescription): string {
  const node = `${quoted(withoutSecrets(source))} ${quoted(path)}`;
  if (selection === null) return `npx chunkatlas attrs ${node}`;
  if (selection.length === 0) return `npx chunkatlas get ${node}`;
  return `npx chunkatlas get ${node} "[${selection.map(inText).join(", ")}]"`;
}

function isSlice(axis: AxisSelection): axis is Slice {
  return typeof axis === "object" && axis !== null && !Array.isArray(axis);
}

function inJavaScript(axis: AxisSelection): string {
  if (!isSlice(axis)) return JSON.stringify(axis);
  const { start, stop, step } = axis;
  const parts = step === null ? [start, stop] : [start, stop, step];
  return `slice(${parts.map(String).join(", ")})`;
}

function inText(axis: AxisSelection): string {
  if (axis === null) return ":";
  if (!isSlice(axis)) return Array.isArray(axis) ? axis.join(":") : String(axis);
  const { start, stop, step } = axis;
  const parts = step === null ? [start, stop] : [start, stop, step];
  return parts.map((part) => part ?? "").join(":");
}

/** As a shell reads it: bare where nothing in it has a meaning. */
function quoted(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
