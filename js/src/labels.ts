/** Names, coordinates, scales and windows of arrays: what an array loads when they are first asked for. */
export { findAxis } from "./labels/axis.js";
export { Neighbours } from "./labels/neighbours.js";
export { converterOf } from "./labels/scale.js";
export { selectionByIndex, selectionByValue } from "./labels/select.js";
export { readWindow } from "./labels/window.js";
