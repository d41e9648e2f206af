#include "codec/pickle_numpy.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/checked.h"
#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/element_text.h"
#include "codec/numpy_dtype.h"

namespace chunkatlas::pickle {
namespace {

constexpr std::size_t kMaxRank = 64;
constexpr std::size_t kMaxTypeName = 32;

struct Name {
  std::string_view module;
  std::string_view name;
  Global global;
};

// "numpy._core" is NumPy 2; "__builtin__" and "unicode" are Python 2, whose names protocols 0 to 2
// use.
constexpr Name kNames[] = {
    {"numpy.core.multiarray", "_reconstruct", Global::kReconstruct},
    {"numpy._core.multiarray", "_reconstruct", Global::kReconstruct},
    {"numpy.core.numeric", "_frombuffer", Global::kFromBuffer},
    {"numpy._core.numeric", "_frombuffer", Global::kFromBuffer},
    {"numpy.core.multiarray", "scalar", Global::kScalar},
    {"numpy._core.multiarray", "scalar", Global::kScalar},
    {"numpy", "ndarray", Global::kNdarray},
    {"numpy", "dtype", Global::kDtype},
    {"_codecs", "encode", Global::kEncode},
    {"builtins", "bytes", Global::kBytes},
    {"__builtin__", "bytes", Global::kBytes},
    {"builtins", "str", Global::kStr},
    {"__builtin__", "unicode", Global::kStr},
};

Error malformed(std::string_view what) { return decode_failed("pickle", what); }
Error unsupported(std::string_view what) {
  return Error(Code::kUnsupported, std::string("pickle: ").append(what));
}

std::optional<std::string_view> text_of(const Graph& graph, Id id) {
  const Text* text = graph.as<Text>(id);
  if (text == nullptr) return std::nullopt;
  return text->utf8;
}

Result<DType> type_of(const Graph& graph, Id id) {
  const NumpyType* type = graph.as<NumpyType>(id);
  if (type == nullptr || !type->is_complete) return malformed("an array without a data type");
  const auto name = text_of(graph, type->name);
  const auto order = text_of(graph, type->order);
  if (!name || !order || name->size() > kMaxTypeName || order->size() > 1) {
    return malformed("a data type without a name or order");
  }
  DType dtype = TRY(parse_numpy_dtype(json::Value(std::string(*order).append(*name))));
  if (dtype.is_object()) return dtype;
  TRY(check_element_text("pickle", dtype));
  if (dtype.itemsize == 0) return unsupported("an array of elements without a size");
  return dtype;
}

Result<std::vector<std::uint64_t>> shape_of(const Graph& graph, Id id) {
  const Tuple* tuple = graph.as<Tuple>(id);
  if (tuple == nullptr || tuple->items.size() > kMaxRank) return malformed("an array's shape");
  std::vector<std::uint64_t> shape;
  for (Id item : tuple->items) {
    const std::int64_t* length = graph.as<std::int64_t>(item);
    if (length == nullptr || *length < 0) return malformed("an array's shape");
    shape.push_back(static_cast<std::uint64_t>(*length));
  }
  return shape;
}

Result<Value> reconstruct(const Graph& graph, std::span<const Id> arguments) {
  const Global* kind = arguments.size() == 3 ? graph.as<Global>(arguments[0]) : nullptr;
  if (kind == nullptr || *kind != Global::kNdarray) {
    return unsupported("_reconstruct of anything but an ndarray");
  }
  return Value(NumpyArray{});  // its arguments are those of an empty array
}

// (bytes, type, shape, order)
Result<Value> from_buffer(const Graph& graph, std::span<const Id> arguments) {
  if (arguments.size() != 4) return malformed("_frombuffer with other than 4 arguments");
  const auto order = text_of(graph, arguments[3]);
  if (order != "C" && order != "F") return malformed("an array's order");
  return Value(NumpyArray{arguments[1], arguments[2], arguments[0], order == "F", true});
}

// (type, bytes). Its shape is the empty tuple that the caller's values begin with.
Result<Value> scalar(std::span<const Id> arguments) {
  if (arguments.size() != 2) return malformed("scalar with other than 2 arguments");
  return Value(NumpyArray{arguments[0], kEmptyTuple, arguments[1], false, true});
}

// (name, whether it is aligned, whether it is a copy)
Result<Value> make_type(std::span<const Id> arguments) {
  if (arguments.empty()) return malformed("a data type without a name");
  return Value(NumpyType{arguments[0], 0, false});
}

// (text, "latin1"): each letter is a byte.
Result<Value> encode(Graph& graph, std::span<const Id> arguments) {
  const bool has_two = arguments.size() == 2;
  const auto text = has_two ? text_of(graph, arguments[0]) : std::nullopt;
  if (!text || text_of(graph, arguments[1]) != "latin1") {
    return unsupported("_codecs.encode of anything but text as latin1");
  }
  std::string bytes;
  for (std::string_view left = *text; !left.empty();) {
    const std::uint32_t letter = take_letter(left);
    if (letter > 0xFF) return malformed("text that latin1 has no letters for");
    bytes.push_back(static_cast<char>(letter));
  }
  return Value(ByteString{as_bytes(graph.keep(std::move(bytes)))});
}

// (version, byte order, sub-array, names, fields, size, alignment, flags[, metadata])
Result<void> set_type(const Graph& graph, const Tuple& state, NumpyType& type) {
  if (type.is_complete) return malformed("a data type with two states");
  if (state.items.size() < 8) return malformed("a data type's state");
  for (std::size_t i = 2; i < 5; ++i) {
    if (graph.as<None>(state.items[i]) == nullptr) return unsupported("a structured array");
  }
  type.order = state.items[1];
  type.is_complete = true;
  return {};
}

// (version, shape, type, whether in Fortran order, elements)
Result<void> set_array(const Graph& graph, const Tuple& state, NumpyArray& array) {
  if (array.is_complete) return malformed("an array with two states");
  const bool* fortran_order = state.items.size() == 5 ? graph.as<bool>(state.items[3]) : nullptr;
  if (fortran_order == nullptr) return malformed("an array's state");
  array = {state.items[2], state.items[1], state.items[4], *fortran_order, true};
  return {};
}

}  // namespace

Result<Global> find_global(std::string_view module, std::string_view name) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames), [&](const Name& one) {
    return one.module == module && one.name == name;
  });
  if (row != std::end(kNames)) return row->global;
  if (!is_utf8(as_bytes(module)) || !is_utf8(as_bytes(name))) {
    return malformed("a global whose name is no text");
  }
  return unsupported(std::string("the global \"")
                         .append(module)
                         .append(".")
                         .append(name)
                         .append("\", which is not part of NumPy's arrays"));
}

Result<Value> call(Graph& graph, Id callee, std::span<const Id> arguments) {
  const Global* global = graph.as<Global>(callee);
  if (global == nullptr) return unsupported("a call of anything but a global");
  switch (*global) {
    case Global::kReconstruct:
      return reconstruct(graph, arguments);
    case Global::kFromBuffer:
      return from_buffer(graph, arguments);
    case Global::kScalar:
      return scalar(arguments);
    case Global::kDtype:
      return make_type(arguments);
    case Global::kEncode:
      return encode(graph, arguments);
    case Global::kBytes:
      if (arguments.empty()) return Value(ByteString{});
      break;
    default:
      break;
  }
  return unsupported("a call of ndarray, str, or bytes of something");
}

Result<void> set_state(Graph& graph, Id target, Id state) {
  const Tuple* tuple = graph.as<Tuple>(state);
  if (tuple == nullptr) return unsupported("a state that is no tuple");
  if (NumpyType* type = graph.as<NumpyType>(target)) return set_type(graph, *tuple, *type);
  if (NumpyArray* array = graph.as<NumpyArray>(target)) return set_array(graph, *tuple, *array);
  return unsupported("a state for anything but NumPy's arrays and types");
}

Result<ArrayView> look_into(const Graph& graph, const NumpyArray& array) {
  if (!array.is_complete) return malformed("an array without a state");
  ArrayView view;
  view.dtype = TRY(type_of(graph, array.type));
  view.shape = TRY(shape_of(graph, array.shape));
  const auto count = checked_product(view.shape);
  if (!count) return malformed("an array's shape");
  view.count = *count;
  if (view.dtype.is_object()) {
    const List* list = graph.as<List>(array.elements);
    if (list == nullptr || list->items.size() != view.count) return malformed("an array's objects");
    view.objects = list->items;
    return view;
  }
  const ByteString* bytes = graph.as<ByteString>(array.elements);
  const auto size = checked_multiply(view.count, view.dtype.itemsize);
  if (bytes == nullptr || bytes->bytes.size() != size) return malformed("an array's elements");
  view.elements = bytes->bytes;
  return view;
}

}  // namespace chunkatlas::pickle
