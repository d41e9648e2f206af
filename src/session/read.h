// One read of one array: planned, then fed the replies to its requests, then done.
//
//   Read read(manifest, node, "[0:30000, :, 5]");
//   drive(read);                          // poll and feed until kDone: the plan is there. It may
//                                         // need pages of an index first (plan/locate.h)
//   read.begin();                         // room for the result; what is inline is decoded
//   drive(read);                          // the plan's requests are the needs now, in any order
//   Bytes result = TRY(read.finish());    // or objects()
//
// A codec that the core has not, but whose id is in `foreign`, is one more thing that is asked for:
// after begin() and after each feed, jobs() lists the chunks that have come to one, each with the
// bytes for it; poll() is kDone only when all of them have been answered.
//
// The result is little-endian, C order, float16 widened to float32. Errors name the array, the
// chunk, the source and the byte range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codec/pipeline.h"
#include "model/manifest.h"
#include "plan/read_plan.h"
#include "session/decode_jobs.h"
#include "session/need.h"

namespace chunkatlas {

// Bytes of a reply that are, unchanged, bytes of the result.
struct Copy {
  std::uint32_t request;
  std::uint64_t from;  // in the reply
  std::uint64_t to;    // in the result
  std::uint64_t length;
};

class Read {
 public:
  Read(Manifest& manifest, NodeId node, std::string selection,
       std::vector<std::string> foreign = {})
      : manifest_(manifest),
        node_(node),
        selection_(std::move(selection)),
        foreign_(std::move(foreign)) {}

  // kDone: planned; after begin(): all requests have been answered.
  [[nodiscard]] Poll poll();
  // What planning has to know; after begin(), one for each request of the plan, in its order.
  [[nodiscard]] std::span<const Need> needs() const { return needs_; }
  // The bytes are not kept beyond the call. What they are wrong in, poll() reports.
  void feed(std::size_t index, Bytes reply);
  void feed_missing(std::size_t index);
  [[nodiscard]] const Error& error() const { return *error_; }

  // Chunks that wait for a foreign codec and have not been taken. The bytes are freed by taking.
  [[nodiscard]] const std::vector<DecodeJob>& jobs() const { return jobs_.list(); }
  void jobs_taken() { jobs_.taken(); }
  // The codec of the jobs of a step: its id, and the configuration that the metadata states.
  [[nodiscard]] const CodecSpec& foreign_codec(std::size_t step) const {
    return *pipeline_->foreign_at({{}, step});
  }
  // Answers to the job of a piece, in any order. The bytes are not kept beyond the call.
  void feed_decoded(std::size_t piece, Bytes decoded);
  void fail_decoded(std::size_t piece, std::string message);

  // The first chunk whose bytes request `index` brings: for errors of fetching.
  [[nodiscard]] std::string chunk_of_request(std::size_t index) const;

  [[nodiscard]] const ReadPlan& plan() const { return *plan_; }
  [[nodiscard]] const ArrayMeta& meta() const { return array_->meta; }
  [[nodiscard]] bool is_object() const { return array_->meta.dtype.is_object(); }
  // When the whole result is made of unchanged bytes, which: nothing needs to be decoded then.
  [[nodiscard]] std::optional<std::vector<Copy>> copies() const;

  void begin();
  [[nodiscard]] Result<Bytes> finish();
  // The values of an object array: a JSON list in C order (json::Style::kTagged).
  [[nodiscard]] std::string objects() const;

 private:
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> plan_or_ask();
  [[nodiscard]] Result<void> read_inline_pages();
  [[nodiscard]] Result<void> put_page(const PageNeed& need, Bytes bytes);
  [[nodiscard]] Result<void> set_plan(ReadPlan plan);
  [[nodiscard]] Bytes inline_bytes(const Piece& piece) const;
  [[nodiscard]] Result<void> make_room();
  [[nodiscard]] Result<void> run_request(std::size_t index, Bytes reply);
  [[nodiscard]] Result<void> run(std::size_t piece, Bytes bytes);
  // Where in the result a piece may be decoded to directly; empty: it has to be placed.
  [[nodiscard]] MutableBytes target_of(std::size_t piece);
  [[nodiscard]] Result<void> decode(std::size_t piece, Stage stage);
  [[nodiscard]] Result<void> place(std::size_t piece, Bytes elements);
  [[nodiscard]] Result<void> place_objects(std::size_t piece, const Stage& stage);
  void fill();
  void fail(Error error);
  [[nodiscard]] Error locate(Error error, std::size_t piece) const;

  Manifest& manifest_;
  NodeId node_;
  std::string selection_;
  std::vector<std::string> foreign_;
  const Array* array_ = nullptr;
  Selection selected_;
  std::vector<PageNeed> page_needs_;  // while there is no plan, one for each need
  std::optional<ReadPlan> plan_;
  std::optional<Pipeline> pipeline_;
  std::vector<Need> needs_;
  std::size_t open_needs_ = 0;
  std::vector<std::size_t> first_piece_;  // of each request, and one past the last
  DecodeJobs jobs_;
  Scratch scratch_;
  ObjectValues chunk_values_;
  Buffer result_;
  ObjectValues values_;
  std::optional<Error> error_;
};

}  // namespace chunkatlas
