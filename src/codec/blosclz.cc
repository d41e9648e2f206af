#include "codec/blosclz.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxLiterals = 32;
constexpr std::size_t kWide = 16;
constexpr std::size_t kFarDistance = 8192;  // the longest near distance marks a far one

// Copies `length` bytes from `distance` before `to`, where the two may overlap. Some of the kWide
// bytes beyond the match may be overwritten when `has_slack` says that they are there.
void copy_match(std::uint8_t* to, std::size_t distance, std::size_t length, bool has_slack) {
  const std::uint8_t* from = to - distance;
  if (distance == 1) {
    std::memset(to, *from, length);
    return;
  }
  if (distance >= kWide && has_slack) {
    for (std::size_t i = 0; i < length; i += kWide) std::memcpy(to + i, from + i, kWide);
    return;
  }
  // Each copy of the repeated bytes doubles how many of them stand before `to`.
  while (length > distance) {
    std::memcpy(to, from, distance);
    to += distance;
    length -= distance;
    distance *= 2;
  }
  std::memcpy(to, from, length);
}

class Reader {
 public:
  explicit Reader(Bytes in) : in_(in) {}
  [[nodiscard]] std::size_t left() const { return in_.size() - at_; }
  [[nodiscard]] const std::uint8_t* data() const { return in_.data() + at_; }
  [[nodiscard]] std::size_t byte() { return in_[at_++]; }
  void skip(std::size_t count) { at_ += count; }

 private:
  Bytes in_;
  std::size_t at_ = 0;
};

// The bytes that follow a match's token; false when the stream ends in them.
bool read_match(std::size_t token, Reader& reader, std::size_t& length, std::size_t& distance) {
  length = (token >> 5) + 2;
  if (token >> 5 == 7) {
    std::size_t more = 255;
    while (more == 255) {
      if (reader.left() == 0) return false;
      more = reader.byte();
      length += more;
    }
  }
  if (reader.left() == 0) return false;
  distance = ((token & 31) << 8) + reader.byte() + 1;
  if (distance != kFarDistance) return true;
  if (reader.left() < 2) return false;
  distance += reader.byte() << 8;
  distance += reader.byte();
  return true;
}

}  // namespace

bool decode_blosclz(Bytes in, MutableBytes out) {
  if (in.empty()) return false;
  Reader reader(in);
  std::size_t at = 0;  // bytes of `out` that are written
  std::size_t token = reader.byte() & 31;
  for (;;) {
    const std::size_t space = out.size() - at;
    if (token < kMaxLiterals) {
      const std::size_t count = token + 1;
      if (count > space || count > reader.left()) return false;
      if (space >= kMaxLiterals && reader.left() >= kMaxLiterals) {
        std::memcpy(out.data() + at, reader.data(), kMaxLiterals);
      } else {
        std::memcpy(out.data() + at, reader.data(), count);
      }
      reader.skip(count);
      at += count;
    } else {
      std::size_t length = 0;
      std::size_t distance = 0;
      if (!read_match(token, reader, length, distance)) return false;
      if (length > space || distance > at) return false;
      copy_match(out.data() + at, distance, length, space - length >= kWide);
      at += length;
    }
    if (reader.left() == 0) return at == out.size();
    token = reader.byte();
  }
}

}  // namespace chunkatlas
