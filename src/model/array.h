// What an array is (ArrayMeta) and where its bytes lie (Layout).
//
// Whatever reads a format ends in these types, and whatever plans or decodes starts from them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/dtype.h"
#include "model/layout.h"

namespace chunkatlas {

// One filter or compressor, with its configuration as the metadata states it (numcodecs names).
struct CodecSpec {
  std::string id;
  json::Value config;
  bool may_skip = false;  // a reader that does not know the codec may pass over it
};

// A field of the rows of an object array, whose values are JSON whatever the type says.
struct RecordField {
  std::string name;
  DType dtype;  // objects: only each value tells what it is
};

struct ArrayMeta {
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> chunks;  // same rank as shape; every entry >= 1
  DType dtype;
  // Order of elements within a chunk: its axes, the one whose neighbours lie farthest apart first.
  // Empty: C order, which is 0, 1, 2 ...
  std::vector<std::uint8_t> axis_order;
  std::vector<std::uint8_t> fill;  // one element as stored (dtype's byte order); empty: objects
  bool is_bytes_fill = false;      // elements are bytes of any length, and `fill` is one of them
  json::Value fill_value;          // as the metadata states it; null: undefined, read as zeros
  std::vector<CodecSpec> codecs;   // in order of encoding: filters, then the compressor
  std::vector<std::string> dimensions;  // names, one for each axis, or ""; empty: not named
  std::vector<RecordField> record;      // fields of an object array's rows, if they are rows
};

struct Array {
  ArrayMeta meta;
  Layout layout;
};

// The axes from the one whose neighbours lie farthest apart, which for C order are 0, 1, 2 ...
[[nodiscard]] std::vector<std::size_t> axes_by_order(std::span<const std::uint8_t> order,
                                                     std::size_t rank);

// How many parts of shape `part` a grid has along each axis of `shape`.
[[nodiscard]] std::vector<std::uint64_t> grid_of(std::span<const std::uint64_t> shape,
                                                 std::span<const std::uint64_t> part);

// Between neighbours of a chunk's elements, by axis. `unit` is the size of an element.
[[nodiscard]] std::vector<std::int64_t> chunk_strides(const ArrayMeta& meta, std::uint64_t unit);

}  // namespace chunkatlas
