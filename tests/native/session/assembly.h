// Puts the result of a read together as JavaScript does: decodes the pieces of each reply and
// copies their boxes. Codecs that the core has not are those that a test gives by their ids.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "codec/strided_copy.h"
#include "session/read.h"

namespace chunkatlas::testing {

using Foreign = std::map<std::string, std::function<std::vector<std::uint8_t>(Bytes)>>;

class Assembly {
 public:
  // The read has been planned, and outlives this.
  explicit Assembly(Read& read, Foreign foreign = {}) : read_(read), foreign_(std::move(foreign)) {}

  // Room for the result, and what is inline.
  Result<void> begin() {
    decoder_.emplace(TRY(read_.decoder()));
    const ReadPlan& plan = read_.plan();
    if (decoder_->is_object()) {
      values_.assign(plan.elements, read_.fill_object());
    } else {
      const auto fill = TRY(read_.fill_element());
      for (std::uint64_t i = 0; i < plan.elements; ++i) {
        result_.insert(result_.end(), fill.begin(), fill.end());
      }
    }
    const auto [first, last] = read_.pieces_of(kInlineRequest);
    for (std::size_t i = first; i < last; ++i) {
      const Bytes bytes = read_.inline_bytes(plan.pieces[i]);
      TRY(placed(take(i, bytes), i));
    }
    return {};
  }

  // The reply to request `index` of the plan.
  Result<void> feed(std::uint32_t index, Bytes reply) {
    const auto [first, last] = read_.pieces_of(index);
    for (std::size_t i = first; i < last; ++i) {
      const Piece& piece = read_.plan().pieces[i];
      const bool is_whole = read_.plan().requests[index].is_whole;
      const std::uint64_t length = is_whole ? reply.size() - piece.begin : piece.length;
      if (piece.begin + length > reply.size()) {
        return placed(Error(Code::kShortRead, "the reply is short"), i);
      }
      TRY(placed(take(i, reply.subspan(piece.begin, length)), i));
    }
    return {};
  }

  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return result_; }
  [[nodiscard]] std::string objects() const {
    std::string text = "[";
    for (const std::string& value : values_) text += (text.size() > 1 ? "," : "") + value;
    return text + "]";
  }

 private:
  Result<void> take(std::size_t index, Bytes stored) {
    const Piece& piece = read_.plan().pieces[index];
    if (!piece.is_encoded) return place(index, TRY(decoder_->convert(stored)));
    Decoded decoded = TRY(decoder_->decode(stored));
    while (decoded.foreign != nullptr) {
      const std::vector<std::uint8_t> made = foreign_.at(decoded.foreign->id)(decoded.bytes);
      // In a block of its own, which a view into it may not outlive.
      foreign_bytes_.push_back(made);
      decoded = TRY(decoder_->resume(decoded.step, foreign_bytes_.back()));
    }
    if (!decoder_->is_object()) return place(index, decoded.bytes);
    const std::string text = TRY(decoder_->objects(decoded));
    return place_objects(index, TRY(json::parse(text)));
  }

  Result<void> place(std::size_t index, Bytes elements) {
    const ReadPlan& plan = read_.plan();
    const Piece& piece = plan.pieces[index];
    const std::uint64_t unit = decoder_->unit();
    const std::uint64_t factor = plan.unit == 0 ? 1 : unit / plan.unit;
    std::vector<StridedAxis> axes;
    std::uint64_t last = piece.src_origin * factor + unit;
    const auto counts = plan.counts_of(index);
    for (std::size_t axis = 0; axis < counts.size(); ++axis) {
      const auto wide = static_cast<std::int64_t>(factor);
      axes.push_back({counts[axis], plan.src_strides[axis] * wide, plan.dst_strides[axis] * wide});
      last += (counts[axis] - 1) * static_cast<std::uint64_t>(axes.back().src_stride);
    }
    if (last > elements.size()) return Error(Code::kDecodeFailed, "the chunk is short");
    strided_copy(elements.data() + piece.src_origin * factor,
                 result_.data() + piece.dst_origin * factor, unit, axes);
    return {};
  }

  Result<void> place_objects(std::size_t index, const json::Value& values) {
    const ReadPlan& plan = read_.plan();
    const Piece& piece = plan.pieces[index];
    const auto counts = plan.counts_of(index);
    std::vector<std::uint64_t> at(counts.size(), 0);
    while (true) {
      std::uint64_t from = piece.src_origin;
      std::uint64_t to = piece.dst_origin;
      for (std::size_t axis = 0; axis < at.size(); ++axis) {
        from += at[axis] * static_cast<std::uint64_t>(plan.src_strides[axis]);
        to += at[axis] * static_cast<std::uint64_t>(plan.dst_strides[axis]);
      }
      values_[to] = json::to_text((*values.as_array())[from], json::Style::kPython);
      std::size_t axis = counts.size();
      while (axis-- > 0 && ++at[axis] == counts[axis]) at[axis] = 0;
      if (axis == static_cast<std::size_t>(-1)) return {};
    }
  }

  Result<void> placed(Result<void> done, std::size_t index) const {
    if (done.ok()) return done;
    const Piece& piece = read_.plan().pieces[index];
    Error error = std::move(done).error().at_chunk(read_.name_of_chunk(piece.chunk));
    error = std::move(error).at_path("/a");
    if (piece.request == kInlineRequest) return error;
    const Request& request = read_.plan().requests[piece.request];
    return std::move(error).at_range(request.source, request.offset + piece.begin, piece.length);
  }

  Read& read_;
  Foreign foreign_;
  std::optional<ChunkDecoder> decoder_;
  std::vector<std::vector<std::uint8_t>> foreign_bytes_;
  std::vector<std::uint8_t> result_;
  std::vector<std::string> values_;
};

}  // namespace chunkatlas::testing
