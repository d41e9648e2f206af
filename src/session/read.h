// One read of one array: which byte ranges to fetch, and which box of each chunk goes where in the
// result. Fetching, decoding (session/chunk_decoder.h) and placing are the caller's.
//
//   Read read(manifest, node, "[0:30000, :, 5]");
//   drive(read);                        // poll and feed until kDone: planning may need pages of an
//                                       // index first (plan/locate.h)
//   read.drop(is_dropped);              // pieces whose chunks the caller has already
//   for (request of read.plan().requests)      fetch it; then, for all of pieces_of(request),
//     decode the piece's bytes and copy its box
//
// Errors name the array, the chunk, the source and the byte range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/manifest.h"
#include "plan/read_plan.h"
#include "session/chunk_decoder.h"
#include "session/need.h"

namespace chunkatlas {

class Read {
 public:
  // `foreign` are ids of codecs that the caller has.
  Read(Manifest& manifest, NodeId node, std::string selection,
       std::vector<std::string> foreign = {})
      : manifest_(manifest),
        node_(node),
        selection_(std::move(selection)),
        foreign_(std::move(foreign)) {}

  // kDone: planned.
  [[nodiscard]] Poll poll();
  [[nodiscard]] std::span<const Need> needs() const { return needs_; }
  // The bytes are not kept beyond the call. What they are wrong in, poll() reports.
  void feed(std::size_t index, Bytes reply);
  void feed_missing(std::size_t index);
  [[nodiscard]] const Error& error() const { return *error_; }

  [[nodiscard]] const ReadPlan& plan() const { return *plan_; }
  [[nodiscard]] const ArrayMeta& meta() const { return array_->meta; }
  // A decoder for the chunks of the plan.
  [[nodiscard]] Result<ChunkDecoder> decoder() const {
    return ChunkDecoder::make(meta(), foreign_);
  }
  // Whether chunks come to codecs of the caller's: a decoder that has only the recipe cannot decode
  // them.
  [[nodiscard]] bool has_foreign() const { return has_foreign_; }

  void drop(std::span<const std::uint8_t> is_dropped);
  // Pieces of the plan, from the first one to one past the last; of kInlineRequest, those whose
  // bytes are inline.
  struct PieceRange {
    std::size_t first;
    std::size_t last;
  };
  [[nodiscard]] PieceRange pieces_of(std::uint32_t request) const;
  [[nodiscard]] Bytes inline_bytes(const Piece& piece) const;

  // The name of a chunk, and the first one whose bytes request `index` brings, for errors.
  [[nodiscard]] std::string name_of_chunk(std::uint64_t chunk) const;
  [[nodiscard]] std::string chunk_of_request(std::size_t index) const;

  // One element that no chunk gives, as a result has it; empty for objects.
  [[nodiscard]] Result<std::vector<std::uint8_t>> fill_element() const;
  // The same for objects: a JSON text (json::Style::kTagged).
  [[nodiscard]] std::string fill_object() const;

 private:
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> plan_or_ask();
  [[nodiscard]] Result<void> read_inline_pages();
  [[nodiscard]] Result<void> put_page(const PageNeed& need, Bytes bytes);
  [[nodiscard]] Result<void> set_plan(ReadPlan plan);
  void index_pieces();
  void fail(Error error);

  Manifest& manifest_;
  NodeId node_;
  std::string selection_;
  std::vector<std::string> foreign_;
  bool has_foreign_ = false;
  std::uint32_t unit_ = 1;  // bytes of an element of the result
  const Array* array_ = nullptr;
  Selection selected_;
  std::vector<PageNeed> page_needs_;  // one for each need
  std::optional<ReadPlan> plan_;
  std::vector<Need> needs_;
  std::size_t open_needs_ = 0;
  std::vector<std::size_t> first_piece_;  // of each request, and of the inline pieces
  std::optional<Error> error_;
};

}  // namespace chunkatlas
