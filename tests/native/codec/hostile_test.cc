// Fixtures cut short and with bits flipped: an error or a result within the limit, never a fault.
// The sanitizers of the asan preset are what makes these tests strict.
#include "codec/numcodecs_cases.h"

namespace chunkatlas::testing {
namespace {

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

std::vector<Data> damaged(const Data& good, std::size_t seed) {
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

bool is_data_error(Code code) {
  return code == Code::kDecodeFailed || code == Code::kUnsupported ||
         code == Code::kChecksumMismatch;
}

TEST_CASE("damaged bytes end in an error or within the limit") {
  for (const char* codec :
       {"adler32", "astype", "base64", "blosc", "crc32", "crc32c", "delta", "fixedscaleoffset",
        "gzip", "lz4", "packbits", "quantize", "shuffle", "zlib", "zstd"}) {
    std::size_t number = 0;
    for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const std::size_t size = npy_elements(one.array).size();
      const auto decoder = bytes_decoder_of(one.config);
      for (const Data& bad : damaged(one.encoded, ++number)) {
        const auto result = decode(*decoder, bad, {size, 2 * size});
        if (result.ok()) {
          CHECK(result.value().size() <= 2 * size);
        } else {
          CHECK(is_data_error(result.error().code));
        }
      }
    });
  }
}

TEST_CASE("damaged vectors end in an error or within the limit") {
  std::size_t number = 0;
  for (const json::Value& row : *member(filters(), "bytes").as_array()) {
    const Data good = base64(row, "encoded");
    if (good.size() < 5) continue;
    CAPTURE(text(row, "name"));
    const std::size_t size = base64(row, "decoded").size();
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    for (const Data& bad : damaged(good, ++number)) {
      const auto result = decode(*decoder, bad, {size, 2 * size});
      CHECK((result.ok() ? result.value().size() <= 2 * size : is_data_error(result.error().code)));
    }
  }
}

TEST_CASE("damaged objects end in an error or the right number of values") {
  for (const char* codec : {"json2", "vlen-bytes", "vlen-utf8"}) {
    std::size_t number = 0;
    for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const auto decoder = object_decoder_of(one.config);
      for (const Data& bad : damaged(one.encoded, ++number)) {
        ObjectValues values;
        const auto result = decoder->decode(bad, 900, values);
        if (result.ok()) {
          CHECK(values.size() == 900);
        } else {
          CHECK(result.error().code == Code::kDecodeFailed);
        }
      }
    });
  }
}

}  // namespace
}  // namespace chunkatlas::testing
