// The few calls by which NumPy's arrays, scalars and types are pickled, as functions on a Graph.
// Whatever else a pickle names is kUnsupported, and nothing is ever executed.
// Source: numpy, ndarray.__reduce_ex__, dtype.__reduce__ and generic.__reduce__.
#pragma once

#include <span>

#include "base/result.h"
#include "codec/pickle_graph.h"
#include "model/dtype.h"

namespace chunkatlas::pickle {

// Error: kUnsupported, with the name.
[[nodiscard]] Result<Global> find_global(std::string_view module, std::string_view name);

// What calling `callee` with these arguments gives. Errors: kDecodeFailed, kUnsupported.
[[nodiscard]] Result<Value> call(Graph& graph, Id callee, std::span<const Id> arguments);

// Gives an array or a type its state. Errors: kDecodeFailed, kUnsupported.
[[nodiscard]] Result<void> set_state(Graph& graph, Id target, Id state);

// An array that was looked into. A NumPy scalar is one without axes.
struct ArrayView {
  DType dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t count = 0;      // of elements
  Bytes elements;               // in order of memory; none for objects
  std::span<const Id> objects;  // in C order whatever the array's own
};

// Checks that shape, type and elements belong together. Errors: kDecodeFailed, kUnsupported.
[[nodiscard]] Result<ArrayView> look_into(const Graph& graph, const NumpyArray& array);

}  // namespace chunkatlas::pickle
