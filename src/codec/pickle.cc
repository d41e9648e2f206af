// pickle: an array of objects as Python pickles it, protocols 0 to 5. Nothing of a pickle is
// executed: pickle_machine.h and pickle_numpy.h say what is understood, and that is NumPy's arrays,
// scalars and types, texts, bytes, numbers, None, lists, tuples, and dicts with texts as keys.
// Anything else is kUnsupported. Tuples and arrays become lists. No configuration.
//
// Values may share parts, so that a short pickle could come to endless text: it stops at
// kMaxObjectText, at json::kMaxDepth levels, and where a value contains itself.
// Sources: Python, pickletools.py; numcodecs, pickles.py.
#include <algorithm>

#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/element_text.h"
#include "codec/pickle_machine.h"
#include "codec/pickle_numpy.h"

namespace chunkatlas {
namespace pickle {
namespace {

constexpr std::string_view kName = "pickle";

// Writes values as tagged JSON, with one account of their texts' size.
class Writer {
 public:
  explicit Writer(const Graph& graph) : graph_(graph) {}

  Result<void> write_element(Id id, std::string& out) {
    TRY(write(id, out));
    return account(out);
  }
  Result<void> write_element(const DType& dtype, Bytes element, std::string& out) {
    TRY(chunkatlas::write_element(kName, dtype, element, out));
    return account(out);
  }

 private:
  Result<void> account(const std::string& done) {
    written_ += done.size();
    return {};
  }

  Result<void> write(Id id, std::string& out) {
    if (written_ + out.size() > kMaxObjectText) return too_much_text(kName);
    if (const Text* text = graph_.as<Text>(id)) {
      json::write_string(text->utf8, json::Style::kTagged, out);
    } else if (const ByteString* string = graph_.as<ByteString>(id)) {
      json::write_bytes(string->bytes, out);
    } else if (const BigInt* integer = graph_.as<BigInt>(id)) {
      json::write_big_integer(integer->digits, out);
    } else if (const List* list = graph_.as<List>(id)) {
      return nested(id, [&] { return write_list(list->items, out); });
    } else if (const Tuple* tuple = graph_.as<Tuple>(id)) {
      return nested(id, [&] { return write_list(tuple->items, out); });
    } else if (const Dict* dict = graph_.as<Dict>(id)) {
      return nested(id, [&] { return write_dict(dict->items, out); });
    } else if (const NumpyArray* array = graph_.as<NumpyArray>(id)) {
      return nested(id, [&] { return write_array(*array, out); });
    } else if (graph_.as<Global>(id) != nullptr || graph_.as<NumpyType>(id) != nullptr) {
      return Error(Code::kUnsupported, "pickle: a type or function as a value");
    } else {
      json::write(scalar(id), json::Style::kTagged, out);
    }
    return {};
  }

  json::Value scalar(Id id) const {
    if (const bool* boolean = graph_.as<bool>(id)) return json::Value(*boolean);
    if (const std::int64_t* integer = graph_.as<std::int64_t>(id)) return json::Value(*integer);
    if (const double* real = graph_.as<double>(id)) return json::Value(*real);
    return {};
  }

  // Runs `write_members` of the value `id`, which may not be one of those around it.
  template <typename WriteMembers>
  Result<void> nested(Id id, WriteMembers write_members) {
    if (std::find(path_.begin(), path_.end(), id) != path_.end()) {
      return decode_failed(kName, "a value that contains itself");
    }
    if (path_.size() >= json::kMaxDepth) return too_deep();
    path_.push_back(id);
    TRY(write_members());
    path_.pop_back();
    return {};
  }

  static Error too_deep() {
    return Error(Code::kLimitExceeded, "pickle: values nested deeper than " +
                                           std::to_string(json::kMaxDepth) + " levels");
  }

  Result<void> write_list(std::span<const Id> items, std::string& out) {
    out.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out.push_back(',');
      TRY(write(items[i], out));
    }
    out.push_back(']');
    return {};
  }

  Result<void> write_dict(std::span<const Id> items, std::string& out) {
    out.push_back('{');
    for (std::size_t i = 0; i < items.size(); i += 2) {
      if (i > 0) out.push_back(',');
      const Text* key = graph_.as<Text>(items[i]);
      if (key == nullptr)
        return Error(Code::kUnsupported, "pickle: a dict with a key that is no text");
      json::write_string(key->utf8, json::Style::kPython, out);
      out.push_back(':');
      TRY(write(items[i + 1], out));
    }
    out.push_back('}');
    return {};
  }

  // Nested lists in C order, whatever order the elements are in.
  Result<void> write_array(const NumpyArray& array, std::string& out) {
    const ArrayView view = TRY(look_into(graph_, array));
    const bool is_fortran_order = array.fortran_order && !view.dtype.is_object();
    std::vector<std::uint64_t> strides(view.shape.size());
    std::uint64_t stride = 1;
    for (std::size_t i = 0; i < strides.size(); ++i) {
      const std::size_t axis = is_fortran_order ? i : strides.size() - 1 - i;
      strides[axis] = stride;
      stride *= view.shape[axis];
    }
    return write_axis(view, strides, 0, 0, out);
  }

  Result<void> write_axis(const ArrayView& view, std::span<const std::uint64_t> strides,
                          std::size_t axis, std::uint64_t index, std::string& out) {
    if (axis == view.shape.size()) {
      if (view.dtype.is_object()) return write(view.objects[index], out);
      const std::size_t size = view.dtype.itemsize;
      return chunkatlas::write_element(kName, view.dtype, view.elements.subspan(index * size, size),
                                       out);
    }
    if (path_.size() + axis > json::kMaxDepth) return too_deep();
    out.push_back('[');
    for (std::uint64_t i = 0; i < view.shape[axis]; ++i) {
      if (i > 0) out.push_back(',');
      if (written_ + out.size() > kMaxObjectText) return too_much_text(kName);
      TRY(write_axis(view, strides, axis + 1, index + i * strides[axis], out));
    }
    out.push_back(']');
    return {};
  }

  const Graph& graph_;
  std::vector<Id> path_;  // the containers around what is being written
  std::size_t written_ = 0;
};

// Indices into a list in C order, in the order of Fortran: the first axis runs fastest.
std::vector<std::uint64_t> fortran_indices(std::span<const std::uint64_t> shape,
                                           std::uint64_t count) {
  std::vector<std::uint64_t> strides(shape.size());
  std::uint64_t stride = 1;
  for (std::size_t axis = shape.size(); axis-- > 0; stride *= shape[axis]) strides[axis] = stride;
  std::vector<std::uint64_t> position(shape.size());
  std::vector<std::uint64_t> indices;
  indices.reserve(count);
  for (std::uint64_t index = 0; indices.size() < count;) {
    indices.push_back(index);
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      index += strides[axis];
      if (++position[axis] < shape[axis]) break;
      index -= position[axis] * strides[axis];
      position[axis] = 0;
    }
  }
  return indices;
}

class PickleDecoder : public ObjectDecoder {
 public:
  // The pickle tells its own order, and in it the array was the chunk's memory.
  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const Graph graph = TRY(run(in));
    const NumpyArray* array = graph.as<NumpyArray>(graph.root);
    if (array == nullptr) return decode_failed(kName, "no array");
    const ArrayView view = TRY(look_into(graph, *array));
    if (view.count != count) {
      return decode_failed(kName, "an array of another number of elements than the chunk has");
    }
    out.reserve(out.size() + count);
    Writer writer(graph);
    if (!view.dtype.is_object()) return write_elements(view, writer, out);
    if (!array->fortran_order) {
      for (Id id : view.objects) TRY(writer.write_element(id, out.emplace_back()));
      return {};
    }
    for (std::uint64_t index : fortran_indices(view.shape, view.count)) {
      TRY(writer.write_element(view.objects[index], out.emplace_back()));
    }
    return {};
  }

 private:
  static Result<void> write_elements(const ArrayView& view, Writer& writer, ObjectValues& out) {
    const std::size_t size = view.dtype.itemsize;
    for (std::size_t at = 0; at < view.elements.size(); at += size) {
      TRY(writer.write_element(view.dtype, view.elements.subspan(at, size), out.emplace_back()));
    }
    return {};
  }
};

}  // namespace
}  // namespace pickle

MadeObjectDecoder make_pickle(const json::Value&, const DType&) {
  return object_decoder<pickle::PickleDecoder>();
}

}  // namespace chunkatlas
