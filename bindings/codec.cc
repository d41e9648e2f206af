// One codec for other readers of chunks: what it makes of the bytes it is given.
#include <memory>
#include <optional>

#include "bindings/abi.h"
#include "codec/pipeline.h"
#include "codec/registry.h"

namespace chunkatlas::abi {
namespace {

Result<std::unique_ptr<BytesDecoder>> make(std::string_view config, std::string_view dtype) {
  const json::Value document = TRY(json::parse(config));
  const json::Value* id = document.find("id");
  const CodecEntry* entry =
      id == nullptr || id->as_string() == nullptr ? nullptr : find_codec(*id->as_string());
  if (entry == nullptr || entry->make_bytes == nullptr) {
    return Error(Code::kUnknownCodec, "no codec of bytes: " + std::string(config));
  }
  return entry->make_bytes(document, TRY(parse_dtype(TRY(json::parse(dtype)))));
}

}  // namespace

struct CodecHandle {
  std::unique_ptr<BytesDecoder> decoder;
  Buffer out;
  std::optional<Error> failure;
};

// The ids of all codecs, as a JSON list.
CHUNKATLAS_EXPORT(core_codecs) const Text* core_codecs() {
  json::Array ids;
  for (const CodecEntry& entry : codec_table()) ids.push_back(text_value(entry.id));
  return reply(json::to_text(json::Value(std::move(ids)), json::Style::kTagged));
}

// `config` is a Zarr v2 configuration, `dtype` the JSON of a NumPy type.
CHUNKATLAS_EXPORT(codec_make)
CodecHandle* codec_make(const char* config, std::size_t config_size, const char* dtype,
                        std::size_t dtype_size) {
  auto* handle = new CodecHandle;
  auto decoder = make(text_at(config, config_size), text_at(dtype, dtype_size));
  if (decoder.ok()) {
    handle->decoder = std::move(decoder).value();
  } else {
    handle->failure = std::move(decoder).error();
  }
  return handle;
}
CHUNKATLAS_EXPORT(codec_decode)
bool codec_decode(CodecHandle* handle, const std::uint8_t* data, std::size_t size) {
  if (handle->decoder == nullptr) return false;
  const Result<void> decoded =
      handle->decoder->decode({data, size}, {0, kMaxChunkBytes}, handle->out);
  if (!decoded.ok()) handle->failure = decoded.error();
  return decoded.ok();
}
CHUNKATLAS_EXPORT(codec_result) const std::uint8_t* codec_result(const CodecHandle* handle) {
  return handle->out.view().data();
}
CHUNKATLAS_EXPORT(codec_result_size) std::size_t codec_result_size(const CodecHandle* handle) {
  return handle->out.view().size();
}
CHUNKATLAS_EXPORT(codec_error) const Text* codec_error(const CodecHandle* handle) {
  return reply(*handle->failure);
}
CHUNKATLAS_EXPORT(codec_free) void codec_free(CodecHandle* handle) { delete handle; }

}  // namespace chunkatlas::abi
