#include "bindings/chunk_decoder.h"

#include <algorithm>

#include "bindings/abi.h"
#include "session/recipe.h"

namespace chunkatlas::abi {

using State = ChunkDecoderHandle::State;

ChunkDecoderHandle::ChunkDecoderHandle(Result<ChunkDecoder> decoder) {
  if (decoder.ok()) {
    decoder_.emplace(std::move(decoder).value());
  } else {
    failure_ = std::move(decoder).error();
  }
}

std::uint8_t* ChunkDecoderHandle::room(std::size_t length) {
  // Even no bytes get an address of their own
  return stored_.resize(std::max<std::size_t>(length, 1)).ok() ? stored_.data() : nullptr;
}

State ChunkDecoderHandle::take(Result<Decoded> decoded) {
  if (!decoded.ok()) {
    failure_ = std::move(decoded).error();
    return State::kFailed;
  }
  decoded_ = decoded.value();
  return decoded_.foreign == nullptr ? State::kDone : State::kForeign;
}

State ChunkDecoderHandle::decode(std::size_t length, std::size_t begin, std::size_t end) {
  if (!decoder_) return State::kFailed;
  return take(decoder_->decode(stored(length), ByteSpan{begin, end}));
}

State ChunkDecoderHandle::resume(std::size_t step, std::size_t length) {
  return decoder_ ? take(decoder_->resume(step, stored(length))) : State::kFailed;
}

State ChunkDecoderHandle::convert(std::size_t length) {
  if (!decoder_) return State::kFailed;
  const Result<Bytes> converted = decoder_->convert(stored(length));
  if (!converted.ok()) return take(converted.error());
  return take(Decoded{.bytes = converted.value()});
}

std::string ChunkDecoderHandle::foreign_call() const {
  json::Object object;
  object.push_back({"id", text_value(decoded_.foreign->id)});
  object.push_back({"config", decoded_.foreign->config});
  object.push_back({"step", json::Value(std::uint64_t{decoded_.step})});
  object.push_back({"max", json::Value(std::uint64_t{decoded_.max})});
  return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
}

std::string ChunkDecoderHandle::objects() {
  Result<std::string> text = decoder_->objects(decoded_);
  if (text.ok()) return std::move(text).value();
  failure_ = std::move(text).error();
  return {};
}

namespace {

Result<ChunkDecoder> make(std::string_view recipe) {
  return ChunkDecoder::make(TRY(parse_recipe(recipe)));
}

}  // namespace

CHUNKATLAS_EXPORT(chunk_decoder_make)
ChunkDecoderHandle* chunk_decoder_make(const char* recipe, std::size_t size) {
  return new ChunkDecoderHandle(make(text_at(recipe, size)));
}
CHUNKATLAS_EXPORT(chunk_decoder_room)
std::uint8_t* chunk_decoder_room(ChunkDecoderHandle* handle, std::size_t length) {
  return handle->room(length);
}
CHUNKATLAS_EXPORT(chunk_decoder_decode)
State chunk_decoder_decode(ChunkDecoderHandle* handle, std::size_t length, std::size_t begin,
                           std::size_t end) {
  return handle->decode(length, begin, end);
}
CHUNKATLAS_EXPORT(chunk_decoder_resume)
State chunk_decoder_resume(ChunkDecoderHandle* handle, std::size_t step, std::size_t length) {
  return handle->resume(step, length);
}
CHUNKATLAS_EXPORT(chunk_decoder_convert)
State chunk_decoder_convert(ChunkDecoderHandle* handle, std::size_t length) {
  return handle->convert(length);
}
CHUNKATLAS_EXPORT(chunk_decoder_result)
const std::uint8_t* chunk_decoder_result(const ChunkDecoderHandle* handle) {
  return handle->result().data();
}
CHUNKATLAS_EXPORT(chunk_decoder_result_size)
std::size_t chunk_decoder_result_size(const ChunkDecoderHandle* handle) {
  return handle->result().size();
}
CHUNKATLAS_EXPORT(chunk_decoder_objects)
const Text* chunk_decoder_objects(ChunkDecoderHandle* handle) { return reply(handle->objects()); }
CHUNKATLAS_EXPORT(chunk_decoder_foreign_call)
const Text* chunk_decoder_foreign_call(const ChunkDecoderHandle* handle) {
  return reply(handle->foreign_call());
}
CHUNKATLAS_EXPORT(chunk_decoder_error)
const Text* chunk_decoder_error(const ChunkDecoderHandle* handle) { return reply(handle->error()); }
CHUNKATLAS_EXPORT(chunk_decoder_free) void chunk_decoder_free(ChunkDecoderHandle* handle) {
  delete handle;
}

}  // namespace chunkatlas::abi
