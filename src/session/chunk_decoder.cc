#include "session/chunk_decoder.h"

#include <algorithm>

#include "base/half.h"

namespace chunkatlas {
namespace {

bool is_readable(const DType& dtype) {
  const bool is_long = (dtype.kind == DTypeKind::kFloat && dtype.itemsize > 8) ||
                       (dtype.kind == DTypeKind::kComplex && dtype.itemsize > 16);
  return !is_long && std::all_of(dtype.fields.begin(), dtype.fields.end(),
                                 [](const Field& field) { return is_readable(field.dtype); });
}

bool is_half(const DType& dtype) { return dtype.kind == DTypeKind::kFloat && dtype.itemsize == 2; }

}  // namespace

Result<ChunkDecoder> ChunkDecoder::make(const ArrayMeta& meta,
                                        std::span<const std::string> foreign) {
  if (!is_readable(meta.dtype)) {
    return Error(Code::kUnsupported,
                 "data type \"" + to_string(meta.dtype) + "\" has no counterpart in JavaScript");
  }
  return ChunkDecoder(meta.dtype, TRY(Pipeline::make(meta, foreign)));
}

bool ChunkDecoder::is_native() const {
  return !is_object() && !is_half(dtype_) && !has_big_endian_part(dtype_);
}

std::uint32_t ChunkDecoder::stored_unit() const { return is_object() ? 1 : dtype_.itemsize; }

std::uint32_t ChunkDecoder::unit() const {
  return is_half(dtype_) ? static_cast<std::uint32_t>(sizeof(float)) : stored_unit();
}

Result<Decoded> ChunkDecoder::decode(Bytes stored, std::optional<ByteSpan> wanted) {
  return advance({stored}, wanted);
}

Result<Decoded> ChunkDecoder::resume(std::size_t step, Bytes bytes) {
  return advance(TRY(pipeline_.passed(step, bytes)), {});
}

Result<Decoded> ChunkDecoder::advance(Stage stage, std::optional<ByteSpan> wanted) {
  TRY(pipeline_.advance(stage, scratch_, wanted));
  if (const CodecSpec* spec = pipeline_.foreign_at(stage)) {
    return Decoded{stage.bytes, spec, stage.next, pipeline_.limit_of(stage.next).max};
  }
  if (is_object()) return Decoded{.bytes = stage.bytes};
  return Decoded{.bytes = TRY(convert(TRY(pipeline_.elements(stage))))};
}

Result<Bytes> ChunkDecoder::convert(Bytes elements) {
  if (is_native() || elements.empty()) return elements;
  TRY(converted_.resize(elements.size()));
  std::copy(elements.begin(), elements.end(), converted_.data());
  to_little_endian(dtype_, converted_.span());
  if (!is_half(dtype_)) return converted_.view();
  TRY(widened_.resize(elements.size() * 2));
  widen_halves(converted_.view(), widened_.span());
  return widened_.view();
}

Result<std::string> ChunkDecoder::objects(const Decoded& decoded) {
  values_.clear();
  TRY(pipeline_.objects(Stage{decoded.bytes, decoded.step}, values_));
  std::size_t size = 2;
  for (const std::string& value : values_) size += value.size() + 1;
  std::string text;
  text.reserve(size);
  text.push_back('[');
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i > 0) text.push_back(',');
    text.append(values_[i]);
  }
  text.push_back(']');
  return text;
}

}  // namespace chunkatlas
