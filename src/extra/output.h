// Where a decoder of this room puts what it produces, whose size it learns only at the end.
//
//   Output output("bz2", max, out);
//   MutableBytes room = TRY(output.room());   // then output.take(how much of it was filled)
//   TRY(output.finish());
//
// The buffer doubles up to one byte more than the limit: a stream that fills that byte too is over
// it. Errors: kDecodeFailed for more than `max` bytes, kLimitExceeded where memory is short.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/buffer.h"

namespace chunkatlas {

class Output {
 public:
  Output(std::string_view codec, std::size_t max, Buffer& out)
      : codec_(codec), max_(std::min(max, SIZE_MAX - 1)), out_(out) {}

  // Free space behind what was taken, at least a byte.
  [[nodiscard]] Result<MutableBytes> room() {
    TRY(check());
    if (used_ == capacity_) {
      capacity_ = capacity_ > max_ / 2 ? max_ + 1 : std::max(capacity_ * 2, kFirst);
      capacity_ = std::min(capacity_, max_ + 1);
      TRY(out_.grow(capacity_));
    }
    return out_.span().subspan(used_);
  }
  void take(std::size_t size) { used_ += size; }
  [[nodiscard]] Result<void> finish() {
    TRY(check());
    return out_.grow(used_);
  }

 private:
  static constexpr std::size_t kFirst = std::size_t{64} << 10;

  [[nodiscard]] Result<void> check() const {
    if (used_ <= max_) return {};
    return Error(Code::kDecodeFailed,
                 std::string(codec_) + ": decodes to more than " + std::to_string(max_) + " bytes");
  }

  std::string_view codec_;
  std::size_t max_;
  Buffer& out_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace chunkatlas
