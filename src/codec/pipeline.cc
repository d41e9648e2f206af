#include "codec/pipeline.h"

#include "base/checked.h"
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

Result<const CodecEntry*> find_entry(const CodecSpec& spec) {
  const CodecEntry* entry = find_codec(spec.id);
  if (entry == nullptr) return Error(Code::kUnknownCodec, "unknown codec \"" + spec.id + "\"");
  return entry;
}

}  // namespace

Result<Pipeline> Pipeline::make(const ArrayMeta& meta) {
  Pipeline pipeline;
  const bool is_object = meta.dtype.is_object();
  pipeline.elements_ = TRY(count_elements(meta));
  for (std::size_t i = meta.codecs.size(); i-- > 0;) {
    const CodecSpec& spec = meta.codecs[i];
    if (spec.may_skip && find_codec(spec.id) == nullptr) continue;
    const CodecEntry* entry = TRY(find_entry(spec));
    if (entry->make_bytes != nullptr) {
      pipeline.decoders_.push_back(TRY(entry->make_bytes(spec.config, meta.dtype)));
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

Result<Bytes> Pipeline::run_bytes(Bytes stored, Scratch& scratch, MutableBytes target) const {
  Bytes bytes = stored;
  std::size_t next = 0;
  for (std::size_t i = 0; i < decoders_.size(); ++i) {
    Buffer& out = scratch.buffers[next];
    if (i + 1 == decoders_.size() && !target.empty()) {
      Buffer lent = Buffer::lend(target);
      TRY(decoders_[i]->decode(bytes, limit_of(i), lent));
      if (lent.data() == target.data()) return lent.view();
      out = std::move(lent);
      return out.view();
    }
    TRY(decoders_[i]->decode(bytes, limit_of(i), out));
    bytes = out.view();
    next = 1 - next;
  }
  return bytes;
}

SizeLimit Pipeline::limit_of(std::size_t decoder) const {
  if (is_object()) return {0, kMaxObjectBytes};
  const std::size_t left = decoders_.size() - 1 - decoder;
  const auto size = static_cast<std::size_t>(chunk_bytes_);
  if (left == 0) return {size, size};
  return {size + left * kChecksumBytes, static_cast<std::size_t>(2 * size + kIntermediateSlack)};
}

Result<Bytes> Pipeline::decode(Bytes stored, Scratch& scratch, MutableBytes target) const {
  const Bytes bytes = TRY(run_bytes(stored, scratch, target));
  if (bytes.size() != chunk_bytes_) {
    return Error(Code::kDecodeFailed, "the chunk comes to " + std::to_string(bytes.size()) +
                                          " bytes instead of " + std::to_string(chunk_bytes_));
  }
  return bytes;
}

Result<void> Pipeline::decode_objects(Bytes stored, Scratch& scratch, ObjectValues& values) const {
  const Bytes bytes = TRY(run_bytes(stored, scratch, {}));
  if (bytes.size() > kMaxObjectBytes) {
    return Error(Code::kLimitExceeded, "a chunk of " + std::to_string(bytes.size()) +
                                           " bytes of objects, too large to decode");
  }
  return object_->decode(bytes, static_cast<std::size_t>(elements_), values);
}

}  // namespace chunkatlas
