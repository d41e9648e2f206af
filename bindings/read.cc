#include "bindings/read.h"

#include <cstring>

#include "base/base64.h"
#include "bindings/abi.h"
#include "bindings/chunk_decoder.h"
#include "session/recipe.h"

namespace chunkatlas::abi {
namespace {

template <typename Number>
json::Value list_of(const std::vector<Number>& numbers) {
  json::Array list;
  for (const Number number : numbers) list.push_back(json::Value(number));
  return json::Value(std::move(list));
}

}  // namespace

std::string ReadHandle::summary() const {
  const ReadPlan& plan = read_.plan();
  json::Object object;
  object.push_back({"shape", list_of(plan.shape)});
  object.push_back({"elements", json::Value(plan.elements)});
  object.push_back({"storedUnit", json::Value(plan.unit)});
  object.push_back({"srcStrides", list_of(plan.src_strides)});
  object.push_back({"dstStrides", list_of(plan.dst_strides)});
  object.push_back({"chunks", json::Value(plan.chunks)});
  object.push_back({"missing", json::Value(plan.missing)});
  object.push_back({"bytesWanted", json::Value(plan.bytes_wanted)});
  object.push_back({"isCovered", json::Value(plan.is_covered)});
  add_decoding(object);
  return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
}

void ReadHandle::add_decoding(json::Object& object) const {
  // What is planned can be decoded
  const ChunkDecoder decoder = read_.decoder().value();
  const std::vector<std::uint8_t> fill = read_.fill_element().value();
  double chunk_bytes = decoder.unit();
  for (const std::uint64_t length : read_.meta().chunks) {
    chunk_bytes *= static_cast<double>(length);
  }
  object.push_back({"unit", json::Value(std::uint64_t{decoder.unit()})});
  object.push_back({"isEncoded", json::Value(!read_.meta().codecs.empty())});
  object.push_back({"chunkBytes", json::Value(chunk_bytes)});
  object.push_back({"isNative", json::Value(decoder.is_native())});
  object.push_back({"isObject", json::Value(decoder.is_object())});
  object.push_back(
      {"kind", json::Value(std::string(1, static_cast<char>(read_.meta().dtype.kind)))});
  object.push_back({"isForeign", json::Value(read_.has_foreign())});
  object.push_back({"fill", json::Value(encode_base64(fill))});
  object.push_back({"fillObject", text_value(decoder.is_object() ? read_.fill_object() : "null")});
}

const wire::RangeRow* ReadHandle::request_rows() {
  std::vector<Need> needs;
  for (const Request& request : read_.plan().requests) {
    needs.push_back({.source = request.source,
                     .offset = request.offset,
                     .length = request.length,
                     .is_whole = request.is_whole,
                     .is_optional = request.is_optional});
  }
  requests_ = rows_of(needs);
  return requests_.data();
}

const std::uint8_t* ReadHandle::piece_rows(std::uint32_t request) {
  const auto [first, last] = read_.pieces_of(request);
  const std::size_t rank = read_.plan().src_strides.size();
  pieces_.resize((last - first) * (sizeof(wire::PieceRow) + rank * sizeof(double)));
  std::uint8_t* out = pieces_.data();
  for (std::size_t i = first; i < last; ++i) {
    const wire::PieceRow row = row_of(read_.plan().pieces[i]);
    std::memcpy(out, &row, sizeof(row));
    out += sizeof(row);
    for (const std::uint64_t count : read_.plan().counts_of(i)) {
      const auto number = static_cast<double>(count);
      std::memcpy(out, &number, sizeof(number));
      out += sizeof(number);
    }
  }
  return pieces_.data();
}

wire::PieceRow ReadHandle::row_of(const Piece& piece) const {
  wire::PieceRow row{};
  row.is_encoded = piece.is_encoded ? 1 : 0;
  row.begin = static_cast<double>(piece.begin);
  if (piece.request == kInlineRequest) {
    const auto address = reinterpret_cast<std::uintptr_t>(read_.inline_bytes(piece).data());
    row.begin = static_cast<double>(address);
  }
  row.length = static_cast<double>(piece.length);
  row.src_origin = static_cast<double>(piece.src_origin);
  row.dst_origin = static_cast<double>(piece.dst_origin);
  row.chunk = static_cast<double>(piece.chunk);
  return row;
}

CHUNKATLAS_EXPORT(read_summary) const Text* read_summary(const ReadHandle* handle) {
  return reply(handle->summary());
}
CHUNKATLAS_EXPORT(read_request_count) std::size_t read_request_count(ReadHandle* handle) {
  return handle->read().plan().requests.size();
}
CHUNKATLAS_EXPORT(read_request_rows) const wire::RangeRow* read_request_rows(ReadHandle* handle) {
  return handle->request_rows();
}
CHUNKATLAS_EXPORT(read_piece_count)
std::size_t read_piece_count(ReadHandle* handle, std::uint32_t request) {
  const auto [first, last] = handle->read().pieces_of(request);
  return last - first;
}
CHUNKATLAS_EXPORT(read_piece_rows)
const std::uint8_t* read_piece_rows(ReadHandle* handle, std::uint32_t request) {
  return handle->piece_rows(request);
}
// One byte for each piece of the plan, in its order: 1 for those that nobody needs.
CHUNKATLAS_EXPORT(read_drop)
void read_drop(ReadHandle* handle, const std::uint8_t* data, std::size_t size) {
  handle->read().drop({data, size});
}
CHUNKATLAS_EXPORT(read_chunk_of_request)
const Text* read_chunk_of_request(ReadHandle* handle, std::size_t index) {
  return reply(handle->read().chunk_of_request(index));
}
CHUNKATLAS_EXPORT(read_name_of_chunk)
const Text* read_name_of_chunk(ReadHandle* handle, double chunk) {
  return reply(handle->read().name_of_chunk(static_cast<std::uint64_t>(chunk)));
}
CHUNKATLAS_EXPORT(read_decoder) ChunkDecoderHandle* read_decoder(ReadHandle* handle) {
  return new ChunkDecoderHandle(handle->read().decoder());
}
// For decoders elsewhere, which have no foreign codecs.
CHUNKATLAS_EXPORT(read_recipe) const Text* read_recipe(ReadHandle* handle) {
  return reply(recipe_of(handle->read().meta()));
}

}  // namespace chunkatlas::abi
