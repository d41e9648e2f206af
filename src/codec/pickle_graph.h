// What a pickle describes: values that name each other by number, so that shared and even cyclic
// ones are plain data. pickle_machine.h builds it, pickle.cc writes it as text.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"

namespace chunkatlas::pickle {

using Id = std::uint32_t;  // of a value: its index in Graph::values

// The names that a pickle may call or mention. None of them is executed: pickle_numpy.h says what
// each stands for.
enum class Global : std::uint8_t {
  kReconstruct,  // numpy.core.multiarray._reconstruct
  kFromBuffer,   // numpy.core.numeric._frombuffer
  kScalar,       // numpy.core.multiarray.scalar
  kNdarray,      // numpy.ndarray
  kDtype,        // numpy.dtype
  kEncode,       // _codecs.encode, by which old protocols write bytes
  kBytes,        // bytes, called for empty ones; with str also what dtype metadata mentions
  kStr,
};

using None = std::monostate;
struct BigInt {
  std::string_view digits;  // beyond 64 bits: an optional minus and decimal digits
};
struct Text {
  std::string_view utf8;
};
struct ByteString {
  Bytes bytes;
};
struct List {
  std::vector<Id> items;
};
struct Tuple {
  std::vector<Id> items;
};
struct Dict {
  std::vector<Id> items;  // a key, its value, the next key ...
};
// NumPy's types and arrays are what their pickles say, unchecked and by number, since many may
// share a shape or elements: pickle_numpy.h looks into them.
struct NumpyType {
  Id name = 0;   // such as "i4"
  Id order = 0;  // such as "<"
  bool is_complete = false;
};
struct NumpyArray {
  Id type = 0;
  Id shape = 0;
  Id elements = 0;
  bool fortran_order = false;
  bool is_complete = false;
};

// Texts and bytes are views of the pickle or of Graph::texts.
using Value = std::variant<None, bool, std::int64_t, double, BigInt, Text, ByteString, List, Tuple,
                           Dict, Global, NumpyType, NumpyArray>;

// Values that every graph begins with.
inline constexpr Id kNone = 0;
inline constexpr Id kFalse = 1;
inline constexpr Id kTrue = 2;
inline constexpr Id kEmptyTuple = 3;

struct Graph {
  std::deque<Value> values = {None(), false, true, Tuple()};
  std::deque<std::string> texts;  // those that had to be decoded
  std::size_t text_bytes = 0;     // of all of them
  Id root = 0;

  // nullptr where the value is of another type.
  template <typename T>
  [[nodiscard]] T* as(Id id) {
    return std::get_if<T>(&values[id]);
  }
  template <typename T>
  [[nodiscard]] const T* as(Id id) const {
    return std::get_if<T>(&values[id]);
  }
  [[nodiscard]] std::string_view keep(std::string text) {
    text_bytes += text.size();
    return texts.emplace_back(std::move(text));
  }
};

}  // namespace chunkatlas::pickle
