#include "codec/pipeline.h"

#include <algorithm>

#include "base/checked.h"
#include "codec/decode_error.h"
#include "codec/registry.h"

namespace chunkatlas {
namespace {

// Between two decoders of a fixed-width chunk of size S. Filters change a size by little: a
// checksum of 4 bytes, base64 by a third, delta by the ratio of its types. Twice the size covers
// what writers do, and the constant covers what a small chunk gains by headers.
constexpr std::uint64_t kIntermediateSlack = std::uint64_t{1} << 20;

// Encoded objects have no size known beforehand. Parsed JSON takes some twenty times the memory of
// its text, which this bound keeps within a 32-bit address space; chunks of objects are far below
// it.
constexpr std::size_t kMaxObjectBytes = std::size_t{64} << 20;

// More elements would make the bare string objects larger than the largest chunk.
constexpr std::uint64_t kMaxObjects = kMaxChunkBytes / 32;

// What each decoder yet to run may have added: a checksum.
constexpr std::size_t kChecksumBytes = 4;

Error invalid(std::string message) { return Error(Code::kInvalidMetadata, std::move(message)); }

Result<std::uint64_t> count_elements(const ArrayMeta& meta) {
  const auto elements = checked_product(meta.chunks);
  if (!elements) return Error(Code::kLimitExceeded, "a chunk of more than 2^64 elements");
  return *elements;
}

Error unknown(const CodecSpec& spec) {
  return Error(Code::kUnknownCodec, "unknown codec \"" + spec.id + "\"");
}

bool has(std::span<const std::string> ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Result<Pipeline> Pipeline::make(const ArrayMeta& meta, std::span<const std::string> foreign) {
  Pipeline pipeline;
  const bool is_object = meta.dtype.is_object();
  pipeline.elements_ = TRY(count_elements(meta));
  for (std::size_t i = meta.codecs.size(); i-- > 0;) {
    const CodecSpec& spec = meta.codecs[i];
    const CodecEntry* entry = find_codec(spec.id);
    if (entry == nullptr) {
      if (!has(foreign, spec.id)) {
        if (spec.may_skip) continue;
        return unknown(spec);
      }
      if (is_object && i == 0) {
        return Error(Code::kUnsupported, spec.id + " as a codec of objects");
      }
      pipeline.steps_.emplace_back(spec);
      continue;
    }
    const bool makes_objects = entry->make_object != nullptr && is_object;
    if (entry->make_bytes != nullptr && !makes_objects) {
      pipeline.steps_.emplace_back(TRY(entry->make_bytes(spec.config, meta.dtype)));
      continue;
    }
    if (!is_object) return invalid(spec.id + " is a codec of objects, and the array has none");
    if (i != 0) return invalid(spec.id + " is a codec of objects: it must be the first filter");
    pipeline.object_ = TRY(entry->make_object(spec.config, meta.dtype));
  }
  if (is_object && pipeline.object_ == nullptr) {
    return invalid("an array of objects whose first filter is no codec of objects");
  }
  TRY(pipeline.set_sizes(meta));
  return pipeline;
}

Result<void> Pipeline::set_sizes(const ArrayMeta& meta) {
  if (is_object()) {
    if (elements_ > kMaxObjects) {
      return Error(Code::kLimitExceeded,
                   "a chunk of " + std::to_string(elements_) + " objects, too many to decode");
    }
    // zarr-python itself reads such chunks with their elements in wrong places.
    if (!meta.axis_order.empty() && !object_->is_memory_order()) {
      return Error(Code::kUnsupported, "objects nested by axis in Fortran order");
    }
    return {};
  }
  const auto bytes = checked_multiply(elements_, meta.dtype.itemsize);
  if (!bytes || (!is_raw() && *bytes > kMaxChunkBytes)) {
    return Error(Code::kLimitExceeded,
                 "a chunk of " + std::to_string(elements_) + " elements, too large to decode");
  }
  chunk_bytes_ = *bytes;
  return {};
}

Result<void> Pipeline::advance(Stage& stage, Scratch& scratch,
                               std::optional<ByteSpan> wanted) const {
  std::size_t next = 0;
  while (stage.next < steps_.size()) {
    const auto* decoder = std::get_if<std::unique_ptr<BytesDecoder>>(&steps_[stage.next]);
    if (decoder == nullptr) return {};
    Buffer& out = scratch.buffers[next];
    const SizeLimit limit = limit_of(stage.next);
    const bool is_last = stage.next + 1 == steps_.size();
    if (is_last && wanted) {
      TRY((*decoder)->decode_part(stage.bytes, limit, *wanted, out));
    } else {
      TRY((*decoder)->decode(stage.bytes, limit, out));
    }
    stage = {out.view(), stage.next + 1};
    next = 1 - next;
  }
  return {};
}

const CodecSpec* Pipeline::foreign_at(const Stage& stage) const {
  return stage.next < steps_.size() ? std::get_if<CodecSpec>(&steps_[stage.next]) : nullptr;
}

Result<Stage> Pipeline::passed(std::size_t step, Bytes bytes) const {
  const std::size_t max = limit_of(step).max;
  if (bytes.size() > max) return decodes_to_more(std::get<CodecSpec>(steps_[step]).id, max);
  return Stage{bytes, step + 1};
}

SizeLimit Pipeline::limit_of(std::size_t step) const {
  if (is_object()) return {0, kMaxObjectBytes};
  const std::size_t left = steps_.size() - 1 - step;
  const auto size = static_cast<std::size_t>(chunk_bytes_);
  if (left == 0) return {size, size};
  return {size + left * kChecksumBytes, static_cast<std::size_t>(2 * size + kIntermediateSlack)};
}

Result<Bytes> Pipeline::elements(const Stage& stage) const {
  if (stage.bytes.size() != chunk_bytes_) {
    return Error(Code::kDecodeFailed, "the chunk comes to " + std::to_string(stage.bytes.size()) +
                                          " bytes instead of " + std::to_string(chunk_bytes_));
  }
  return stage.bytes;
}

Result<void> Pipeline::objects(const Stage& stage, ObjectValues& values) const {
  if (stage.bytes.size() > kMaxObjectBytes) {
    return Error(Code::kLimitExceeded, "a chunk of " + std::to_string(stage.bytes.size()) +
                                           " bytes of objects, too large to decode");
  }
  return object_->decode(stage.bytes, static_cast<std::size_t>(elements_), values);
}

Result<Stage> Pipeline::run(Bytes stored, Scratch& scratch) const {
  Stage stage{stored};
  TRY(advance(stage, scratch));
  if (const CodecSpec* spec = foreign_at(stage)) return unknown(*spec);
  return stage;
}

Result<Bytes> Pipeline::decode(Bytes stored, Scratch& scratch) const {
  return elements(TRY(run(stored, scratch)));
}

Result<void> Pipeline::decode_objects(Bytes stored, Scratch& scratch, ObjectValues& values) const {
  return objects(TRY(run(stored, scratch)), values);
}

}  // namespace chunkatlas
