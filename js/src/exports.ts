/** What every entry of the package exports beside its `open`. */
export type { ArrayReadOptions, AtlasArray, ReadResult } from "./array.js";
export type { Codec, CodecFactory } from "./codecs/codec.js";
export { registerCodec } from "./codecs/registered.js";
export { AtlasError, type ByteRange, type ErrorCode } from "./core/errors.js";
export type { Child, CodecConfig, NodeKind } from "./core/node_info.js";
export { ObjectReference } from "./core/reference.js";
export type { PlannedRange, ReadPlan } from "./dataset.js";
export type { AtlasFile } from "./file.js";
export type { AtlasGroup } from "./group.js";
export type { Stats } from "./io/stats.js";
export type { PersistOptions } from "./keeping.js";
export type {
  Axis,
  Coordinate,
  LabelValue,
  ListCoordinate,
  RegularCoordinate,
} from "./labels/axis.js";
export type { ChannelSelection } from "./labels/channels.js";
export type { ValueOptions } from "./labels/scale.js";
export type { Indexers, LabelSelection, Labels } from "./labels/select.js";
export type {
  WindowOptions,
  WindowProgress,
  WindowResult,
  WindowTime,
} from "./labels/window.js";
export type { WindowSelection } from "./labels/window_plan.js";
export type { DecodeChunk, Open, OpenOptions, OpenSource, ReferenceSet } from "./open.js";
export type { Progress, ReadOptions } from "./reading/options.js";
export { type AxisSelection, type Selection, type Slice, slice } from "./slice.js";
export type { Data, TypedArray } from "./values.js";
