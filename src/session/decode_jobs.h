// The chunks of a read that wait for a codec which the core has not.
//
// A chunk whose pipeline comes to a foreign codec is added with the bytes for it. The caller takes
// all jobs that are there at once (list(), taken()), has them decoded elsewhere and answers them in
// any order (answer()), each by its piece of the plan. A piece has one job at a time; behind its
// codec there may be another one.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/buffer.h"

namespace chunkatlas {

struct DecodeJob {
  std::size_t piece = 0;  // of the plan
  std::size_t step = 0;   // of the pipeline: which codec
  std::size_t max = 0;    // bytes that it may decode to
  Buffer input;
};

class DecodeJobs {
 public:
  // Copies `input`. Error: kLimitExceeded where memory is short.
  [[nodiscard]] Result<void> add(std::size_t piece, std::size_t step, std::size_t max,
                                 Bytes input) {
    DecodeJob job{piece, step, max, {}};
    TRY(job.input.resize(input.size()));
    if (!input.empty()) std::memcpy(job.input.data(), input.data(), input.size());
    waiting_[piece] = step;
    jobs_.push_back(std::move(job));
    return {};
  }

  // Those that nobody has taken yet.
  [[nodiscard]] const std::vector<DecodeJob>& list() const { return jobs_; }
  // Frees their bytes.
  void taken() { jobs_.clear(); }

  // The step of the job of `piece`, which is then over; none where the piece has no job.
  [[nodiscard]] std::optional<std::size_t> answer(std::size_t piece) {
    const auto found = waiting_.find(piece);
    if (found == waiting_.end()) return std::nullopt;
    const std::size_t step = found->second;
    waiting_.erase(found);
    return step;
  }

  [[nodiscard]] bool is_waiting() const { return !waiting_.empty(); }

 private:
  std::vector<DecodeJob> jobs_;
  std::unordered_map<std::size_t, std::size_t> waiting_;  // piece to step
};

}  // namespace chunkatlas
