// Sound bytes cut short and with bits flipped, the same on every run.
#pragma once

#include <algorithm>
#include <vector>

#include "codec/fixtures.h"

namespace chunkatlas::testing {

// Numbers that are the same on every run.
class Sequence {
 public:
  explicit Sequence(std::size_t seed) : state_(seed * 2654435761u + 1) {}
  std::size_t below(std::size_t end) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state_ >> 33) % end);
  }

 private:
  std::uint64_t state_;
};

inline std::vector<Data> damaged(const Data& good, std::size_t seed) {
  Sequence sequence(seed);
  std::vector<Data> all;
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4}, std::size_t{15},
                           std::size_t{17}, good.size() / 2, good.size() - 4, good.size() - 1,
                           sequence.below(good.size()), sequence.below(good.size())}) {
    const Bytes part = Bytes(good).first(std::min(size, good.size()));
    all.emplace_back(part.begin(), part.end());
  }
  for (int i = 0; i < 24; ++i) {
    Data bad = good;
    // Headers are where the numbers are that can lie.
    const std::size_t reach = i % 2 == 0 ? std::min<std::size_t>(40, bad.size()) : bad.size();
    for (int flips = 0; flips < 1 + i % 3; ++flips) {
      bad[sequence.below(reach)] ^= static_cast<std::uint8_t>(1 << sequence.below(8));
    }
    all.push_back(std::move(bad));
  }
  return all;
}

}  // namespace chunkatlas::testing
