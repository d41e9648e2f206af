// What an array is (ArrayMeta) and where its bytes lie (Layout).
//
// Whatever reads a format ends in these types, and whatever plans or decodes starts from them.
#pragma once

#include <cstdint>
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
};

struct ArrayMeta {
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> chunks;  // same rank as shape; every entry >= 1
  DType dtype;
  bool fortran_order = false;      // order of elements within a chunk
  std::vector<std::uint8_t> fill;  // one element as stored (dtype's byte order); empty: objects
  json::Value fill_value;          // as the metadata states it; null: undefined, read as zeros
  std::vector<CodecSpec> codecs;   // in order of encoding: filters, then the compressor
  std::vector<std::string> dimensions;  // names, one for each axis; empty: not named
  std::vector<std::string> record;      // names of the fields of an object array's rows, if any
};

struct Array {
  ArrayMeta meta;
  Layout layout;
};

}  // namespace chunkatlas
