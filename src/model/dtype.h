// NumPy data types as Zarr v2 metadata spells them: "<i2", "|S5", "<M8[ns]", or a list of fields.
//
// A DType describes elements as stored, byte order included. Source: NumPy array interface
// (typestr, descr) and the Zarr v2 specification, "Data type encoding".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace chunkatlas {

enum class DTypeKind : char {
  kBool = 'b',
  kInt = 'i',
  kUInt = 'u',
  kFloat = 'f',
  kComplex = 'c',
  kDatetime = 'M',
  kTimedelta = 'm',
  kBytes = 'S',    // NUL-padded bytes
  kUnicode = 'U',  // NUL-padded UTF-32
  kVoid = 'V',     // raw bytes, or a structure when it has fields
  kObject = 'O',   // elements of no fixed width; their filters say what they are
};

struct Field;

struct DType {
  DTypeKind kind = DTypeKind::kVoid;
  bool big_endian = false;
  std::uint32_t itemsize = 0;  // bytes of an element; 0 for objects
  std::string unit;            // datetimes: what stands in brackets, such as "ns" or "25us"
  std::vector<Field> fields;   // structures only

  [[nodiscard]] bool is_object() const { return kind == DTypeKind::kObject; }
};

struct Field {
  std::string name;
  DType dtype;
  std::uint32_t offset = 0;          // bytes from the start of the structure
  std::vector<std::uint64_t> shape;  // of a sub-array; empty for a single element
};

// From a typestr or a list of [name, type] or [name, type, shape].
// Errors: kInvalidMetadata (not a type), kUnsupported (a type that no reader here knows).
[[nodiscard]] Result<DType> parse_dtype(const json::Value& value);

// NumPy's dtype.str; a structure is "|V" and its size.
[[nodiscard]] std::string to_string(const DType& dtype);

// What parse_dtype() makes the data type from: NumPy's dtype.descr.
[[nodiscard]] json::Value descr_of(const DType& dtype);

// {"str", "kind", "itemsize", "fields"?: [{"name", "offset", "shape", "dtype"}]} for JavaScript.
[[nodiscard]] json::Value describe_dtype(const DType& dtype);

// Whether to_little_endian() would change anything.
[[nodiscard]] bool has_big_endian_part(const DType& dtype);

// Reverses the bytes of each number of big-endian elements, so that they are little-endian.
void to_little_endian(const DType& dtype, MutableBytes elements);

}  // namespace chunkatlas
