#include "session/map_text.h"

#include "codec/registry.h"

namespace chunkatlas {
namespace {

// The codec that made `bytes`; nullptr where they are plain.
const CodecEntry* codec_of(Bytes bytes) {
  const std::string_view head = as_text(bytes);
  if (head.starts_with(kGzipMagic)) return find_codec("gzip");
  if (head.starts_with(kZstdMagic)) return find_codec("zstd");
  return nullptr;
}

}  // namespace

Result<std::string_view> map_text(Bytes bytes, std::size_t max, Buffer& unpacked) {
  if (bytes.size() > max) {
    return Error(Code::kLimitExceeded, "a map of " + std::to_string(bytes.size()) + " bytes");
  }
  const CodecEntry* codec = codec_of(bytes);
  if (codec == nullptr) return as_text(bytes);
  const auto decoder = TRY(codec->make_bytes(json::Value(), DType()));
  Result<void> decoded = decoder->decode(bytes, {.expected = 0, .max = max}, unpacked);
  if (!decoded.ok()) {
    Error error = std::move(decoded).error();
    error.message = "a compressed map: " + error.message;
    return error;
  }
  return as_text(unpacked.view());
}

}  // namespace chunkatlas
